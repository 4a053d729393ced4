"""The front page: search first, then where to start, what there is, and what is new."""

from auth.model import Actor
from wiki.browsing.activity import Activity
from wiki.browsing.front import Failure, Home
from wiki.browsing.service import Browsing
from wiki.pages.lists import Lists

TRIES = ("strike vote", "text messages", "private group", "member survey", "petition", "email list", "ballot")
MOST_TRIES = 4
NEWEST = 4
NEWS = ("case_study", "how_to", "next_step", "question", "event", "session")  # tool pages come in dozens
CASE = "case_study"
HOW_TO = "how_to"


def front_page(actor: Actor, browsing: Browsing, activity: Activity, lists: Lists) -> Home:
    """Everything the front page shows, counted for this reader."""
    by_kind = lists.count_by_kind(actor)
    tries = browsing.finds(actor, TRIES, MOST_TRIES)
    return Home(
        cases=by_kind.get(CASE, 0),
        how_tos=by_kind.get(HOW_TO, 0),
        pages=sum(by_kind.values()),
        tries=tries,
        starts=activity.starts(actor),
        org_types=browsing.terms_with_pages("org_type", lists.counts(actor, "org_type", CASE), by_kind.get(CASE, 0)),
        areas=tuple(term for term in browsing.terms("area") if not term.is_retired),
        changed=tuple(lists.newest(actor, NEWEST, NEWS) or lists.newest(actor, NEWEST)),
        failed=tuple(
            Failure(page, term, browsing.filters.label("outcome", term, {})) for page, term in activity.failed(actor)
        ),
        event=activity.event(actor),
        ready=bool(tries) or not by_kind,
    )
