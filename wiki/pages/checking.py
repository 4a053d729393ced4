"""When a page was checked last and when the next check is due, kept with the page so that every list can ask."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from storage.jobs import enqueue
from wiki.errors import Invalid, Problem, marked
from wiki.kinds.reviewing import Every, read_day, read_every
from wiki.pages.model import Page

OVERDUE = "overdue"
CHECKED_ON, CHECKED_AGAINST, REVIEW_EVERY = "checked_on", "checked_against", "review_every"
NOT_YET = marked("This day has not come yet. Write the day of the last check.")


def settle(session: Session, now: datetime, page: Page, every: Every | None, values: Mapping[str, Any]) -> None:
    """Set what the page's columns say of its newest check, and ask for the job of the day after it is due.

    `every` is the kind's interval; the page's own (`review_every` in its `meta`) goes before it. A day that has not
    come yet counts as not given.
    """
    page.checked_on, page.checked_against = _newest(page, every, values, now.date())
    page.due_on = None
    own = interval(page, every)
    if page.checked_on is not None and own is not None:
        page.due_on = own.after(page.checked_on)
        schedule(session, now, page.due_on)


def interval(page: Page, every: Every | None) -> Every | None:
    """How often this page of a kind that is checked `every` so often is checked."""
    return own_interval(page.meta, every)


def own_interval(meta: Mapping[str, Any], every: Every | None) -> Every | None:
    """The page's own interval where its `meta` gives one, else its kind's; None for a kind that is never checked."""
    return every and (read_every(str(meta.get(REVIEW_EVERY, ""))) or every)


def schedule(session: Session, now: datetime, due_on: date) -> None:
    """Ask for one job for all pages that become overdue together; past days need none."""
    if due_on >= now.date():
        at = datetime.combine(due_on + timedelta(days=1), time(), UTC)
        enqueue(session, OVERDUE, {"due_on": due_on.isoformat()}, due=at, key=due_on.isoformat())


def is_overdue(due_on: date | None, today: date) -> bool:
    """Whether the day of the next check has gone by."""
    return due_on is not None and due_on < today


def refuse_future(every: Every | None, values: Mapping[str, Any], before: Mapping[str, Any], today: date) -> None:
    """Raise `Invalid` for a check on a day that has not come yet, unless the page says so already."""
    typed = values.get(CHECKED_ON)
    day = read_day(typed)
    if every is not None and day is not None and day > today and typed != before.get(CHECKED_ON):
        raise Invalid([Problem(CHECKED_ON, NOT_YET)])


def _newest(page: Page, every: Every | None, values: Mapping[str, Any], today: date) -> tuple[date | None, str]:
    """The day and version of the newest check: of the page's own words, or of an act apart from edits."""
    if every is None:
        return None, ""
    said = ((read_day(one.get(CHECKED_ON)), str(one.get(CHECKED_AGAINST) or "")[:120]) for one in (page.meta, values))
    days = [(day, against) for day, against in said if day is not None and day <= today]
    return max(days, key=lambda one: one[0], default=(None, ""))
