"""Vocabularies: editors change the words pages are sorted by, and anybody who writes may propose one."""
