"""What was sent to these pages, as values: numbers that a database can look for, and choices."""

from collections.abc import Sequence
from typing import Protocol

from storage.database import LARGEST_ID


class Given(Protocol):
    """A form that was sent."""

    def getlist(self, key: str, /) -> Sequence[str]:
        """Every value of this name."""


def numbers(given: Given, name: str) -> list[int]:
    """The numbers sent under this name that can be a row's."""
    return [number for number in map(_number, given.getlist(name)) if number]


def page_number(given: Given) -> int:
    """The page of a long list that is asked for; whatever is no such number is the first."""
    return max(1, min(_number(next(iter(given.getlist("page")), "")), 100_000))


def _number(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 11 else 0
    return number if number <= LARGEST_ID else 0
