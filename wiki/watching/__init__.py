"""Watching: what people want to be told of, what they are told on the site, and the letters that say it by mail."""
