"""Talk: comments on pages and their sections, replies, mentions, and what becomes of them."""
