"""Template filters: dates in words, and the one door for the renderer's HTML."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol
from unicodedata import bidirectional
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import format_date, format_datetime, format_number, gettext
from markupsafe import Markup

from wiki.names import to_slug


class Keyed(Protocol):
    """Anything that knows its column."""

    @property
    def key(self) -> str:
        """The column's key."""


def day(value: date | datetime | None) -> str:
    """A date written out: November 3, 2026."""
    return format_date(value, "long") if value else ""


def moment(value: datetime | None) -> str:
    """A time written out, in UTC: November 3, 2026 at 2:02 p.m. UTC."""
    return gettext("%(day)s at %(time)s", day=day(value), time=clock(value)) if value else ""


def clock(value: datetime | None) -> str:
    """The time of day, in UTC: 2:02 p.m. UTC."""
    if value is None:
        return ""
    time = format_datetime(value, "h:mm a").replace("\u202f", " ")
    return f"{time.replace('AM', 'a.m.').replace('PM', 'p.m.')} UTC"


def trusted(html: str) -> Markup:
    """The renderer's stored HTML, and nothing else, as it is: it went through Bleach and nh3 when it was made."""
    return Markup(html)  # noqa: S704  # the one door; see docs/security.md


def host(address: str) -> str:
    """The readable part of a web address: its host, without www."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def number(value: int) -> str:
    """A whole number with its thousands apart: 5,414."""
    return str(format_number(value))


def lower_first(words: str) -> str:
    """The same words inside a sentence."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def apart(words: str) -> str:
    """Words that may run from right to left, kept from turning round what stands beside them."""
    from_right = any(bidirectional(character) in ("R", "AL") for character in words)
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if from_right else words


def cells(row: Sequence[Keyed]) -> dict[str, Keyed]:
    """A record's cells by column."""
    return {cell.key: cell for cell in row}


def columns(rows: Sequence[Sequence[Keyed]]) -> list[Keyed]:
    """One cell of each column that any record fills, in order of first use."""
    return list({cell.key: cell for row in reversed(rows) for cell in row}.values())


def init_app(app: Flask) -> None:
    """Make the filters known to every template."""
    for filter_ in (day, moment, clock, trusted, host, lower_first, number, apart, cells, columns):
        app.add_template_filter(filter_)
    app.add_template_filter(to_slug, "slug")
    app.add_template_filter(gettext, "gettext")
