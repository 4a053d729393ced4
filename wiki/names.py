"""The address of a title: one way to turn words into a name, used by pages, links, headings and tools."""

import re
import unicodedata

_BREAKS = re.compile(r"[\W_]+")
LONGEST = 100


def to_slug(words: str, fallback: str = "page") -> str:
    """The address form of a title: lower case, accents folded, words joined by hyphens, at most 100 characters.

    Two titles with the same slug are the same page to a wiki link. `to_slug(to_slug(x)) == to_slug(x)` for every x.
    """
    folded = unicodedata.normalize("NFKD", words).casefold()
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(mark))
    plain = plain.replace("'", "").replace("’", "")
    slug = _BREAKS.sub("-", plain).strip("-")
    return slug[:LONGEST].strip("-") or fallback
