"""Wanted pages, what nobody found, and asking to be told: the addresses, and what listens to searches."""
