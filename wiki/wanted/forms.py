"""What was sent to these pages, as values: searches that were chosen, numbers, and what was typed."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from search.query import clean
from wiki.wanted.model import LONGEST_WORDS

LARGEST_ID = 2**31 - 1
MOST_CHOSEN = 40


class Given(Protocol):
    """A form that was sent, or the query part of an address."""

    def getlist(self, key: str, /) -> Sequence[str]:
        """Every value of this name."""


def chosen(given: Given) -> list[str]:
    """The searches that were chosen, each once."""
    words = (clean(one)[:LONGEST_WORDS] for one in given.getlist("words")[:MOST_CHOSEN])
    return list(dict.fromkeys(one for one in words if one))


def plain(given: Mapping[str, str], name: str, most: int = 2000) -> str:
    """What was typed, without marks that no database keeps; longer texts are cut well beyond what is allowed."""
    return given.get(name, "")[:most].replace("\x00", "").encode("utf-8", "ignore").decode()


def number(given: Mapping[str, str], name: str) -> int:
    """A number that can be a row's; 0 when there is none."""
    typed = given.get(name, "")
    found = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 11 else 0
    return found if found <= LARGEST_ID else 0
