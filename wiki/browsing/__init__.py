"""Finding and browsing: the front page, search, kind lists, topics, changes, people."""
