"""What the forms of this room send, as values; a day that is none is a problem in plain words."""

from collections.abc import Mapping
from datetime import date

from wiki.errors import Invalid, Problem


def plain(text: str) -> str:
    """Text without NUL and lone surrogates, which no database keeps."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def read_day(sent: Mapping[str, str], name: str) -> date | None:
    """The day typed, or None for none; raises `Invalid`."""
    typed = sent.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid([Problem(name, "Write the date as year, month and day: 2027-01-31.")]) from None
