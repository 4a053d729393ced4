"""What was typed about a term."""

import re
from collections.abc import Mapping

from wiki.kinds.cleaning import clean_line
from wiki.vocabulary.model import Words

MOST_TYPED = 4000


def read_words(posted: Mapping[str, str]) -> Words:
    """The words of a term's form; other names stand one a line, or with commas between."""
    names = (clean_line(name) for name in re.split(r"[\n,]+", posted.get("also", "")[:MOST_TYPED]))
    return Words(
        label=line(posted, "label"),
        definition=line(posted, "definition"),
        example=line(posted, "example"),
        also=tuple(dict.fromkeys(name for name in names if name)),
        parent=line(posted, "parent"),
    )


def line(posted: Mapping[str, str], name: str) -> str:
    """One line of what was typed."""
    return clean_line(posted.get(name, "")[:MOST_TYPED])


def number(posted: Mapping[str, str], name: str) -> int:
    """A whole number of at most four digits, or 0."""
    typed = posted.get(name, "")
    return int(typed) if typed.isascii() and typed.lstrip("-").isdigit() and len(typed) <= 5 else 0
