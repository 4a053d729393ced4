"""Numbers, money and dates: read as people type them, said in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wiki.errors import marked
from wiki.kinds.model import Library

LARGEST = 10**12
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_YEARS = range(1800, 2201)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of ours with places for values, translated where they are shown; `str()` says them in English."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The words in English."""
        return self.message % self.params if self.params else self.message


AMOUNTS = {
    (False, False): "%(amount)s",
    (True, False): marked("%(amount)s (%(year)s)"),
    (False, True): marked("%(amount)s (estimated)"),
    (True, True): marked("%(amount)s (%(year)s, estimated)"),
}
NOTHING = {
    (False, False): marked("nothing"),
    (True, False): marked("nothing (%(year)s)"),
    (False, True): marked("nothing (estimated)"),
    (True, True): marked("nothing (%(year)s, estimated)"),
}
"""By whether the year is known and whether it is an estimate."""


def parse_number(text: str) -> int | float | None:
    """The number somebody typed ("1,200", "$ 12.50", "3"), or None when it is none or below zero."""
    written = text.strip().lstrip("$€£").strip()
    if _GROUPED.fullmatch(written):
        written = written.replace(",", "")
    if not written.isascii() or not _NUMBER.fullmatch(written):
        return None
    number = float(written)
    return int(number) if number.is_integer() else number


def is_number(value: object) -> bool:
    """Whether this is a number we keep: not negative, finite, at most a million million."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LARGEST


def is_year(value: object) -> bool:
    """Whether this is a year somebody could have meant."""
    return isinstance(value, int) and not isinstance(value, bool) and value in _YEARS


def is_month(text: str) -> bool:
    """Whether this is a month like 2018-03."""
    found = _MONTH.fullmatch(text)
    return bool(found) and text.isascii() and is_date(f"{text}-01")


def is_date(text: str) -> bool:
    """Whether this is a real day like 2018-03-06."""
    found = _DATE.fullmatch(text)
    if not found or not text.isascii() or int(found[1]) not in _YEARS:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def number_words(value: float) -> str:
    """1200 -> "1,200"; 2.5 -> "2.5"."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")


def money_words(value: Mapping[str, Any], library: Library) -> Phrase:
    """An amount in words: "$500 (2018, estimated)"; zero is "nothing", which is not the same as not stated."""
    amount, currency = value["amount"], str(value.get("currency", "USD"))
    signs = library.vocabularies["currency"].terms if "currency" in library.vocabularies else {}
    sign = signs[currency].also[0] if currency in signs and signs[currency].also else currency
    written = number_words(amount) if float(amount).is_integer() else f"{amount:,.2f}"
    said = f"{sign} {written}" if sign.isalpha() and len(sign) > 1 else f"{sign}{written}"
    year = value.get("year")
    message = (AMOUNTS if amount else NOTHING)[bool(year), bool(value.get("estimate"))]
    return Phrase(message, {"amount": said} | ({"year": year} if year else {}))


def month_words(text: str) -> str:
    """2018-03 -> "March 2018"; what is no month stays as it is."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}" if is_month(text) else text


def date_words(text: str) -> str:
    """2018-03-06 -> "March 6, 2018"; what is no day stays as it is."""
    return f"{MONTHS[int(text[5:7]) - 1]} {int(text[8:10])}, {text[:4]}" if is_date(text) else text
