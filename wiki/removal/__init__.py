"""Removal: a version, a page or a name taken out for good, and the bytes that are left of it."""
