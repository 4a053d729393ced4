"""Freshness: checks apart from edits, screens that no longer match, tasks, and who looks after which page."""
