"""How often pages are checked against the real thing: an interval in plain words, and the day it leads to."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

UNITS = ("day", "week", "month", "year")
_WRITTEN = re.compile(r"([1-9][0-9]{0,2}) (day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Every:
    """An interval such as six months; `unit` is one of `UNITS`."""

    number: int
    unit: str

    def after(self, day: date) -> date:
        """The day one interval later; the last of a month when that month is shorter."""
        if self.unit in ("day", "week"):
            return day + timedelta(days=self.number * (7 if self.unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + self.number * (12 if self.unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"


def read_every(written: str) -> Every | None:
    """The interval these words name, such as `6 months` or `1 year`; None for other words."""
    found = _WRITTEN.fullmatch(" ".join(written.lower().split()))
    return Every(int(found[1]), found[2]) if found else None


def read_day(written: object) -> date | None:
    """The day a document or a field holds as text; None when it holds none."""
    try:
        return date.fromisoformat(written) if isinstance(written, str) and written else None
    except ValueError:
        return None
