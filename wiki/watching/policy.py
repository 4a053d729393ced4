"""Who is told of what, as tables; no store, no web."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from auth.model import Actor, Permission
from auth.policy import audience, may
from wiki.pages.news import What
from wiki.watching.model import AT_ONCE, NEVER, WEEKLY, Wishes

MOST_REFUSALS = 3
DIGEST_HOUR = 7  # on Mondays, UTC
MERGED = "page.merged"
OWN = frozenset({What.PAGE_PUBLISHED, What.PROPOSAL_SUBMITTED, What.COMMENT_ADDED})  # what makes somebody watch a page
CHANGES = frozenset({What.PAGE_PUBLISHED})  # what those hear of who watch a term, a kind or a search
WATCHED: frozenset[str] = frozenset(
    {
        What.COMMENT_ADDED,
        What.COMMENT_RESOLVED,
        What.CONSENT_WITHDRAWN,
        What.PAGE_ARCHIVED,
        What.PAGE_CHECK_DUE,
        What.PAGE_MISMATCH,
        What.PAGE_PUBLISHED,
        MERGED,
    }
)
REVIEWED = frozenset({What.PROPOSAL_REMARKED, What.PROPOSAL_SUBMITTED, What.PROPOSAL_WITHDRAWN})
WRITERS = frozenset(  # the writer of a proposal hears of each step of it
    {
        What.PROPOSAL_ACCEPTED,
        What.PROPOSAL_CLAIMED,
        What.PROPOSAL_CONSENT,
        What.PROPOSAL_DECLINED,
        What.PROPOSAL_REMARKED,
        What.PROPOSAL_RETURNED,
    }
)
IN_PASSING = frozenset({What.PROPOSAL_CLAIMED})  # not worth a letter of its own


def is_for_watchers(what: str, actor: Actor) -> bool:
    """Whether somebody who watches the page is told of this; proposals are told to those who review."""
    return what in WATCHED or (what in REVIEWED and may(actor, Permission.PROPOSAL_REVIEW))


def is_meant(what: str) -> bool:
    """Whether this is meant for those it names, rather than said in passing."""
    return what not in IN_PASSING


def by_mail(wishes: Wishes, *, meant: bool) -> str:
    """How often the person wants such letters."""
    return wishes.meant if meant else wishes.watched


def is_stopped(wishes: Wishes, address: str) -> bool:
    """Whether letters to this address are given up, since it refused too many."""
    return wishes.refusals >= MOST_REFUSALS and wishes.refused_address == address


def stopped(wishes: Wishes, sort: str) -> Mapping[str, str]:
    """What changes when somebody wants no more letters of this sort; nothing else does."""
    if sort == WEEKLY:
        return {name: NEVER for name in ("watched", "meant") if getattr(wishes, name) == WEEKLY}
    return {sort: NEVER} if sort in ("watched", "meant") and getattr(wishes, sort) == AT_ONCE else {}


def next_digest(now: datetime, account: int = 0) -> datetime:
    """When the next weekly digest goes out: Monday morning, by a clock that nobody puts back.

    Accounts are spread over the hour, so that all other work goes on between their letters.
    """
    monday = now.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0) - timedelta(days=now.weekday())
    monday += timedelta(minutes=account % 60)
    return monday if monday > now else monday + timedelta(days=7)


def week_of(day: datetime) -> str:
    """The name of a digest's week, such as `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def sees(actor: Actor, words: Collection[str]) -> bool:
    """Whether the actor is in one of a page's audiences; the same rule as in every query."""
    return not audience(actor).isdisjoint(words)
