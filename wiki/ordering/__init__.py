"""Keeping order among pages: lock one, merge two, tidy the tags of many."""
