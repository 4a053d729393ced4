"""Pages: write, publish or submit, and bring back; every change in one transaction."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth.errors import Forbidden
from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.errors import Busy
from wiki.errors import Invalid, NotFound, Problem, WikiError, marked
from wiki.kinds.model import Kind, Library, Values
from wiki.kinds.successors import current_terms
from wiki.kinds.validation import problems
from wiki.pages import checking, policy, queries, recording, signing
from wiki.pages.access import Access
from wiki.pages.merge import Merge, merge
from wiki.pages.model import ARCHIVED, PUBLISHED, Page, Revision, Saved, Signature
from wiki.pages.preparing import (
    check,
    in_order,
    keep_hidden,
    prepare,
    refuse_to_show,
    withheld_as_now,
    without_hidden_base,
)
from wiki.pages.recording import Change

TRIES = 8  # a save is merged anew when somebody else's landed between looking and writing


class EditConflict(WikiError):
    """Somebody saved in between and both changes touch (409). Nothing was saved; `merge` holds both sides.

    `number` is the revision the next try is based on.
    """

    def __init__(self, slug: str, number: int, outcome: Merge) -> None:
        super().__init__(f"{slug} changed meanwhile")
        self.slug = slug
        self.number = number
        self.merge = outcome


class PageLocked(Invalid):
    """The page is locked, so that only those who may lock pages publish on it; nothing was saved."""

    def __init__(self) -> None:
        super().__init__([Problem("", marked("This page is locked. An editor has to publish changes to it."))])


class Pages:
    """The service every page is written through, so that no way leads around its policy."""

    def __init__(
        self, database: Database, library: Library, clock: Callable[[], datetime], first: Callable[[], int] = lambda: 0
    ) -> None:
        self._first = first  # how many contributions of a new account are looked at before it publishes
        self._database = database
        self._library = library
        self._clock = clock

    def create(
        self,
        actor: Actor,
        kind_key: str,
        values: Values,
        note: str = "",
        signature: Signature | None = None,
        seen_by: Access | None = None,
    ) -> Saved:
        """Write a new page: published at once by those who may, else submitted for review.

        Without a `signature` it is signed as the actor signed last. Who publishes may say who sees it. Raises
        `NotFound` for an unknown kind, `Forbidden`, `Invalid`.
        """
        require(actor, Permission.PAGE_SUBMIT)
        kind = self.kind(kind_key)
        with self._database.read() as session:
            change = self._signed(session, actor, Change(check(kind, self._library, values), note), signature)
        chosen = seen_by.checked() if seen_by and policy.may_publish(actor, kind) else Access()
        now = self._clock()
        checking.refuse_future(kind.review_every, change.values, {}, now.date())
        prepared = prepare(kind, change.values)
        for _ in range(TRIES):
            with suppress(IntegrityError), self._database.write() as session:  # another page took a name just now
                page = recording.add_page(session, now, actor, kind.key, change.values, seen_by=chosen)
                if policy.may_publish(actor, kind) and not queries.is_new_here(session, actor, self._first()):
                    return recording.publish(session, now, actor, page, prepared, change)
                return recording.submit(session, now, actor, page, 0, change)
        raise Busy(f"{change.values['title']}: the address is taken again and again")

    def save(
        self,
        actor: Actor,
        slug: str,
        base_number: int,
        values: Values,
        note: str = "",
        signature: Signature | None = None,
    ) -> Saved:
        """Save a page that was opened at revision `base_number`.

        Changes by others since then are merged when they do not touch; else `EditConflict` carries both sides.
        Without a `signature` it is signed as what the actor has waiting here, else as they signed last. Raises
        `NotFound`, `Forbidden`, `Invalid`. A member's change is submitted, not published; so is a practitioner's on a
        page that is locked, even when it was locked while they wrote.
        """
        require(actor, Permission.PAGE_SUBMIT)
        with self._database.read() as session:
            page = self._editable(session, actor, slug)
            kind, base = self.kind(page.kind), self._values(session, page, base_number)
            is_held = queries.is_new_here(session, actor, self._first())
            mine = in_order(kind, base, keep_hidden(kind, base, values, sees_all=policy.sees_withheld(actor)))
            change = self._signed(session, actor, Change(check(kind, self._library, mine), note), signature, page)
        checking.refuse_future(kind.review_every, change.values, base, self._clock().date())
        if policy.may_publish(actor, kind, page) and page.state == PUBLISHED and not is_held:
            with suppress(PageLocked):
                return self.publish_change(actor, page.id, base_number, change)
        with self._database.write() as session:
            page = self._editable(session, actor, slug)
            return recording.submit(session, self._clock(), actor, page, base_number, change)

    def publish_change(
        self,
        actor: Actor,
        page_id: int,
        base_number: int,
        change: Change,
        first: Callable[[Session, Page], None] = lambda _session, _page: None,
    ) -> Saved:
        """Publish a checked change made against `base_number`, merging it with what was saved since.

        `first` is done in the same transaction, before the page is shown. The caller has asked the policy. Raises
        `EditConflict`, `Invalid`, and, as things are by the time of writing, `PageLocked`, or `NotFound` when the page
        is archived or hidden from the actor, or the proposal is decided.
        """
        sees_all = policy.sees_withheld(actor)
        for _ in range(TRIES):
            with self._database.read() as session:
                page, current = self._current(session, actor, page_id)
                is_newest = current is not None and base_number == current.number
                base = current.values if current and is_newest else self._values(session, page, base_number)
            if policy.is_locked_for(actor, page):
                raise PageLocked
            kind = self.kind(page.kind)
            base, theirs, mine = (
                current_terms(kind, self._library, values)
                for values in (base, current.values if current else {}, change.values)
            )
            mine = keep_hidden(kind, base, mine, sees_all=sees_all)
            outcome = merge(kind, base, theirs, mine)
            if current and not sees_all:
                refuse_to_show(kind, theirs, outcome)
                outcome = without_hidden_base(kind, base, outcome)
            if not outcome.clean:
                raise EditConflict(page.slug, page.number, outcome)
            if current and outcome.values == current.values and change.proposal_id is None:
                return Saved(page.slug, page.number, current.created, published=True)
            whole = outcome.values if outcome.values == change.values else check(kind, self._library, outcome.values)
            prepared = prepare(kind, whole, current)
            with suppress(IntegrityError), self._database.write() as session:  # another page took a name just now
                now = session.get(Page, page_id, with_for_update=True)
                if now is not None and _standing(now) == _standing(page):
                    first(session, now)
                    saved = recording.publish(session, self._clock(), actor, now, prepared, change)
                    return replace(saved, merged=base_number != page.number)
        raise Busy(f"page {page_id} keeps changing")

    def restore(self, actor: Actor, slug: str, number: int) -> Saved:
        """Bring back what the page said as revision `number`, as a new revision."""
        require(actor, Permission.PAGE_PUBLISH)
        with self._database.read() as session:
            page = self._editable(session, actor, slug)
            require(actor, self.kind(page.kind).publish)
            old, now = self._values(session, page, number), self._values(session, page, page.number)
            if not old:  # its words were removed for good
                raise NotFound(f"{slug} {number}")
            old = withheld_as_now(self.kind(page.kind), now, old, sees_all=policy.sees_withheld(actor))
            change = self._signed(session, actor, Change(old, f"Version {number} brought back"), None, page)
        return self.publish_change(actor, page.id, page.number, change)

    def is_held(self, actor: Actor) -> bool:
        """Whether what this actor would publish waits for review, since they are new here."""
        with self._database.read() as session:
            return queries.is_new_here(session, actor, self._first())

    def problems(self, kind: Kind, values: Values) -> Sequence[Problem]:
        """Everything that stands against publishing these values."""
        return problems(kind, self._library, values, publishing=True)

    def kind(self, key: str) -> Kind:
        """The kind of this key; raises `NotFound`."""
        if key not in self._library.kinds:
            raise NotFound(f"no kind {key}")
        return self._library.kinds[key]

    def _signed(
        self, session: Session, actor: Actor, change: Change, wanted: Signature | None, page: Page | None = None
    ) -> Change:
        """The change as the actor's own, signed as wanted, else as usual; raises `Invalid`."""
        usual = signing.usual(session, actor, page)
        chosen = usual if wanted is None else signing.check(session, actor, wanted)
        return replace(change, author_id=actor.id, signature=chosen, remember=chosen != usual)

    def _editable(self, session: Session, actor: Actor, slug: str) -> Page:
        page = queries.find(session, actor, slug)
        if page is None:
            raise NotFound(slug)
        if not policy.may_edit(actor, page):
            raise Forbidden(Permission.PAGE_SUBMIT, policy.lowest_editor(page))
        return page

    def _current(self, session: Session, actor: Actor, page_id: int) -> tuple[Page, Revision | None]:
        page = session.scalar(select(Page).where(Page.id == page_id, Page.state != ARCHIVED, queries.visible(actor)))
        if page is None:
            raise NotFound(f"page {page_id}")
        return page, queries.revision(session, page, page.number)

    def _values(self, session: Session, page: Page, number: int) -> Values:
        if number == 0:
            return {}
        base = queries.revision(session, page, number)
        if base is None:
            raise NotFound(f"{page.slug} has no revision {number}")
        return base.values  # none, when its words were removed: whatever both sides say then has to be put together


def _standing(page: Page) -> tuple[int, str, str, str, bool]:
    """What must not have moved between looking and writing: what the page says, whether it stands, and for whom."""
    return page.number, page.state, page.audience, page.also, page.locked
