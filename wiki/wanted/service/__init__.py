"""Counting searches, grouping them, wanted pages, and telling those who asked."""
