"""What may be counted and shown, who may do what with a wanted page, and how long things are kept; no store, no web."""

import re
from datetime import date, timedelta

from auth.model import Actor, Permission
from auth.policy import may
from search.model import Query

KEPT_FOR = timedelta(days=90)
CLAIM_LASTS = timedelta(days=30)
YES_WITHIN = timedelta(days=2)
MOST_WORDS, MOST_CHARACTERS, MOST_DIGITS, FEWEST_LETTERS = 12, 200, 6, 3
ADDRESS = re.compile(r"\S@\S")
PROGRAM = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|http-?client|headless", re.I)
RARELY = 10  # a group is hardly ever opened when less than one in so many searches led to a page


def may_manage(actor: Actor) -> bool:
    """Whether the actor sees what nobody found and says which pages are wanted."""
    return may(actor, Permission.WANTED_MANAGE)


def may_claim(actor: Actor) -> bool:
    """Whether the actor may take up a wanted page."""
    return may(actor, Permission.PAGE_SUBMIT)


def looks_personal(text: str) -> bool:
    """Whether a search may tell of somebody: an address, a phone number, or as long as a message."""
    digits = sum(mark.isdigit() for mark in text)
    return bool(
        ADDRESS.search(text)
        or digits > MOST_DIGITS
        or len(text) > MOST_CHARACTERS
        or len(text.split()) > MOST_WORDS
        or "://" in text
    )


def is_plain(query: Query) -> bool:
    """Whether the words say what is looked for: no filter, range, exclusion or beginning of a word narrows them."""
    begins = any(term.prefix for clause in query.clauses for term in clause.any)
    narrowed = query.excluded or query.filters or query.without or query.ranges
    return not narrowed and not begins and sum(map(len, query.words)) >= FEWEST_LETTERS


def is_program(agent: str) -> bool:
    """Whether a program asks, and no person at a browser, as far as it says so."""
    return not agent.startswith("Mozilla/") or PROGRAM.search(agent) is not None


def is_unfound(asked: int, in_vain: int, smallest: int) -> bool:
    """Whether a group belongs to those that found nothing."""
    return in_vain >= smallest and in_vain * 2 >= asked


def is_unopened(asked: int, in_vain: int, opened: int, smallest: int) -> bool:
    """Whether a group found pages that hardly anybody opened."""
    found = asked - in_vain
    return asked >= smallest and found * 2 > asked and opened * RARELY < found


def last_gone(today: date) -> date:
    """The last day of which nothing is kept any more."""
    return today - KEPT_FOR


def claim_ends(claimed_on: date | None, today: date) -> date | None:
    """The last day of a claim; None when there is none any more."""
    end = claimed_on + CLAIM_LASTS if claimed_on is not None else None
    return end if end is not None and end >= today else None
