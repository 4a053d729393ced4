"""How often pages are checked: words, days, and the declaration that says it."""

from datetime import date

import pytest

from wiki.kinds.model import Library
from wiki.kinds.reviewing import Every, read_day, read_every


@pytest.mark.parametrize(
    ("written", "every"),
    [
        ("6 months", Every(6, "month")),
        ("1 year", Every(1, "year")),
        ("  90  DAYS ", Every(90, "day")),
        ("2 weeks", Every(2, "week")),
        ("0 months", None),
        ("-1 month", None),
        ("often", None),
        ("1000 days", None),
        ("", None),
    ],
)
def test_words_name_an_interval(written: str, every: Every | None) -> None:
    assert read_every(written) == every


@pytest.mark.parametrize(
    ("every", "day", "after"),
    [
        (Every(6, "month"), date(2026, 11, 23), date(2027, 5, 23)),
        (Every(6, "month"), date(2026, 8, 31), date(2027, 2, 28)),
        (Every(1, "year"), date(2024, 2, 29), date(2025, 2, 28)),
        (Every(12, "month"), date(2026, 12, 1), date(2027, 12, 1)),
        (Every(90, "day"), date(2026, 11, 23), date(2027, 2, 21)),
        (Every(2, "week"), date(2026, 12, 25), date(2027, 1, 8)),
    ],
)
def test_the_day_after_an_interval(every: Every, day: date, after: date) -> None:
    assert every.after(day) == after
    assert read_every(str(every)) == every


def test_what_is_no_day_is_none() -> None:
    assert read_day("2026-02-31") is None
    assert read_day(None) is None
    assert read_day("2026-02-28") == date(2026, 2, 28)


def test_how_tos_and_tools_are_checked_and_stories_are_not(library: Library) -> None:
    every = {key: kind.review_every for key, kind in library.kinds.items() if kind.review_every}
    assert every == {"how_to": Every(6, "month"), "tool": Every(1, "year")}
