"""Markdown in, safe HTML out; knows nothing of pages."""
