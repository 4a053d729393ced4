"""Checks: how fresh a page is, and somebody's word that it is right; apart from every edit."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.freshness import policy, queries
from wiki.freshness.model import BY_CHECK, Check, PageCheck, Standing
from wiki.freshness.tasks import end_open
from wiki.kinds.model import Library
from wiki.kinds.reviewing import Every
from wiki.pages import checking, recording
from wiki.pages.model import PEN_NAME, PUBLISHED, SIGNED, WITHHELD, Page
from wiki.pages.queries import revision

LONGEST_AGAINST, LONGEST_WORD, LONGEST_NAME = 120, 500, 80
NO_DAY = marked("Write the day of the check as year, month and day: 2027-01-31.")
NOT_YET = marked("This day has not come yet. Write the day of the check.")
NO_VERSION = marked("Say against which version or screen you checked.")
TOO_LONG = marked("This is too long: at most %(most)s characters.")
NO_SIGNATURE = marked("Choose how you sign.")
NO_PEN_NAME = marked("Write the pen name.")


class Freshness:
    """Says how fresh pages are and takes checks; `today` is the day by the site's clock."""

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    def today(self) -> date:
        """The day it is now, in UTC."""
        return self._clock().date()

    def standing(self, actor: Actor, slug: str) -> Standing:
        """How fresh this page is and who looks after it; raises `NotFound`."""
        with self._database.read() as session:
            found = queries.found(session, actor, slug)
            if found is None:
                raise NotFound(slug)
            every = self._every(found.page)
            act = queries.newest_check(session, found.page) if every and found.page.checked_on else None
        page, owner = found.page, found.owner
        return Standing(
            slug=page.slug,
            title=page.title,
            kind=page.kind,
            published=page.state == PUBLISHED,
            every=checking.interval(page, every),
            checked_on=page.checked_on if every else None,
            against=page.checked_against,
            due_on=page.due_on if every else None,
            checked_by=act[0].signature.name(act[1]) if act else "",
            word=act[0].word if act else "",
            flagged=found.flagged,
            has_owner=owner is not None,
            owner=owner.name if owner and found.shown else "",
            handle=owner.handle if owner and found.shown else "",
            is_mine=owner is not None and owner.id == actor.id,
            is_shown=found.shown,
        )

    def checkable(self, actor: Actor, slug: str) -> Standing:
        """The same for somebody who is about to check it; raises `Forbidden`, `NotFound` for what is not checked."""
        standing = self.standing(actor, slug)
        require(actor, Permission.PAGE_CHECK)
        if not policy.may_check(actor, published=standing.published, reviewed=standing.every is not None):
            raise NotFound(slug)
        return standing

    def check(self, actor: Actor, slug: str, said: Check) -> None:
        """Write down that the actor checked the page; ends its open task. Raises `Invalid`, `NotFound`, `Forbidden`."""
        self.checkable(actor, slug)
        problems = _problems(said, self.today())
        if problems:
            raise Invalid(problems)
        with self._database.write() as session:
            page = queries.page_at(session, actor, slug)
            if page is None or page.state != PUBLISHED:
                raise NotFound(slug)
            self._write_down(session, actor, page, said)

    def _write_down(self, session: Session, actor: Actor, page: Page, said: Check) -> None:
        now, day, signature = self._clock(), said.day or self.today(), said.signature
        session.add(
            PageCheck(page_id=page.id, number=page.number, checked_on=day, against=said.against, word=said.word,
                      account_id=actor.id, signed=signature.signed, pen_name=signature.pen_name, created=now)
        )  # fmt: skip
        if day.isoformat() >= str(page.meta.get(checking.CHECKED_ON, "")):
            page.meta = {**page.meta, checking.CHECKED_ON: day.isoformat(), checking.CHECKED_AGAINST: said.against}
        checking.settle(session, now, page, self._every(page), _values(session, page))
        end_open(session, now, actor, page, BY_CHECK)
        shown = recording.nobody(actor) if signature.signed == WITHHELD else actor
        recording.touch(session, now, shown, page, "page.checked", day=day.isoformat())

    def _every(self, page: Page) -> Every | None:
        kind = self._library.kinds.get(page.kind)
        return kind.review_every if kind else None


def _values(session: Session, page: Page) -> Mapping[str, Any]:
    current = revision(session, page, page.number)
    return current.values if current else {}


def _problems(said: Check, today: date) -> Sequence[Problem]:
    found: list[Problem] = []
    if said.day is None or said.day.year < 1990:
        found.append(Problem("day", NO_DAY))
    elif said.day > today:
        found.append(Problem("day", NOT_YET))
    if not said.against:
        found.append(Problem("against", NO_VERSION))
    for field, typed, most in (("against", said.against, LONGEST_AGAINST), ("word", said.word, LONGEST_WORD),
                               ("pen_name", said.signature.pen_name, LONGEST_NAME)):  # fmt: skip
        if len(typed) > most:
            found.append(Problem(field, TOO_LONG, {"most": most}))
    if said.signature.signed not in SIGNED:
        found.append(Problem("signed", NO_SIGNATURE))
    if said.signature.signed == PEN_NAME and not said.signature.pen_name:
        found.append(Problem("pen_name", NO_PEN_NAME))
    return found
