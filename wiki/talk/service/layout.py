"""A comment's words as HTML, whose anchors collide with no other comment's and none of the page's."""

import secrets

from wiki.rendering.pipeline import render

TOP = 4  # the highest level of a heading inside a comment


def to_html(text: str) -> str:
    """Sanitized HTML; wiki links and mentions are resolved when it is read."""
    return render(text.strip(), namespace=f"c{secrets.token_hex(4)}", top=TOP).html
