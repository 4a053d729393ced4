"""Documents in and out: plain Markdown with front matter, both ways."""
