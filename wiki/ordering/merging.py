"""Merges: one page made of two; every name of the one that goes leads to the one that stays, and it can be undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from auth.model import Actor, Permission
from auth.policy import may, require
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.kinds.model import FieldType, Kind, Library, Values
from wiki.names import to_slug
from wiki.ordering.model import PageMerge
from wiki.pages import news, queries, recording
from wiki.pages.diff import FieldChange, Part, diff_field
from wiki.pages.merge import Conflict, merge
from wiki.pages.model import ARCHIVED, OPEN, PUBLISHED, SUBMITTED, Page, PageName, Proposal
from wiki.pages.news import What
from wiki.pages.preparing import check, prepare
from wiki.pages.recording import Change
from wiki.pages.service import Pages

MOVED_ON = Problem(
    "base", marked("One of the two was changed meanwhile. Look at both again; what you typed is kept below.")
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pages to be made one: where they differ, in the kind's order, and a first draft of both together."""

    gone: Page
    stays: Page
    kind: Kind
    differences: Sequence[FieldChange | Part]
    together: Values
    proposals: int

    @property
    def base(self) -> str:
        """What both said when they were looked at."""
        return f"{self.gone.number}.{self.stays.number}"


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge as a page shows it: the other page, and whether it can be undone."""

    id: int
    slug: str
    title: str
    at: datetime


class Merges:
    """Makes one page of two, and two of one again; editors."""

    def __init__(self, database: Database, pages: Pages, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._pages = pages
        self._library = library
        self._clock = clock

    def pair(self, actor: Actor, gone_slug: str, into: str) -> Pair:
        """Both pages side by side; raises `Forbidden`, `NotFound`, and `Invalid` for two that cannot be merged."""
        require(actor, Permission.PAGE_MERGE)
        with self._database.read() as session:
            gone = queries.find(session, actor, gone_slug)
            stays = queries.find(session, actor, into) or queries.find_by_name(
                session, actor, to_slug(into, fallback="")
            )
            if gone is None:
                raise NotFound(gone_slug)
            if stays is None:
                raise Invalid([_about("There is no page of this title or address.")])
            _refuse(gone, stays)
            ours, theirs = (queries.revision(session, page, page.number) for page in (stays, gone))
            waiting = select(func.count()).select_from(Proposal)
            waiting = waiting.where(Proposal.page_id == gone.id, Proposal.state.in_(OPEN))
            proposals = session.scalar(waiting) or 0
        if ours is None or theirs is None:
            raise NotFound(gone_slug)
        kind = self._pages.kind(stays.kind)
        differences = [
            diff_field(field, self._library, ours.values.get(field.key), theirs.values.get(field.key))
            for field in kind.fields
            if ours.values.get(field.key) != theirs.values.get(field.key)
        ]
        return Pair(gone, stays, kind, differences, together(kind, ours.values, theirs.values), proposals)

    def merge(self, actor: Actor, gone_slug: str, into: str, base: str, values: Values) -> str:
        """Make one page of both, saying this; returns its address.

        Raises what `pair` raises, and `Invalid` for values that cannot be published or pages that changed meanwhile.
        """
        pair = self.pair(actor, gone_slug, into)
        whole = check(pair.kind, self._library, values)
        if base != pair.base:
            raise Invalid([MOVED_ON])
        prepared = prepare(pair.kind, whole)
        with self._database.write() as session:
            gone, stays = _locked(session, pair.gone.id, pair.stays.id)
            _refuse(gone, stays)
            if f"{gone.number}.{stays.number}" != base:
                raise Invalid([MOVED_ON])
            now, before, slug = self._clock(), stays.number, gone.slug
            names = self._hand_over(session, gone, stays)
            gone.state = ARCHIVED
            recording.touch(session, now, actor, gone, "page.merged", into=stays.slug, before=slug)
            note = f"Merged with “{gone.title}”"[:500]
            recording.publish(session, now, actor, stays, prepared, Change(whole, note, actor.id))
            session.add(PageMerge(gone_id=gone.id, stays_id=stays.id, slug=slug, names=names, before=before,
                                  after=stays.number, merged_by=actor.id, created=now))  # fmt: skip
            news.tell(session, now, What.PAGE_MERGED, page=stays.id, by=actor.id, gone=gone.id)
            return stays.slug

    def undo(self, actor: Actor, number: int) -> tuple[str, bool]:
        """Make two pages of one again; the address of the one that was gone, and whether the other's text is as before.

        Its text is brought back only while nobody edited it since. Raises `Forbidden`, `NotFound`.
        """
        require(actor, Permission.PAGE_MERGE)
        with self._database.write() as session:
            row = session.get(PageMerge, number, with_for_update=True)
            if row is None or row.undone is not None:
                raise NotFound(f"merge {number}")
            gone, stays = _locked(session, row.gone_id, row.stays_id)
            now, row.undone = self._clock(), self._clock()
            names = [name for name in row.names if name != stays.slug]
            back = update(PageName).where(PageName.name.in_(names), PageName.page_id == stays.id)
            session.execute(back.values(page_id=gone.id))
            owner = session.get(PageName, row.slug, populate_existing=True)
            gone.slug = row.slug if owner is not None and owner.page_id == gone.id else gone.slug
            gone.state = PUBLISHED
            recording.touch(session, now, actor, gone, "page.unmerged", stays=stays.slug)
            recording.show(session, now, stays)  # its links and names are others now
            slug, stands = gone.slug, (stays.slug, stays.number == row.after, row.before)
        if stands[1] and stands[2]:
            self._pages.restore(actor, stands[0], stands[2])
        return slug, stands[1]

    def into(self, actor: Actor, slug: str) -> Sequence[Merged]:
        """The pages that were merged into this one, newest first; none for those who may not merge."""
        return self._found(actor, slug, PageMerge.stays_id, PageMerge.gone_id)

    def of(self, actor: Actor, slug: str) -> Merged | None:
        """Where this page went, for those who may merge."""
        return next(iter(self._found(actor, slug, PageMerge.gone_id, PageMerge.stays_id)), None)

    def _found(self, actor: Actor, slug: str, here: object, there: object) -> Sequence[Merged]:
        if not may(actor, Permission.PAGE_MERGE):
            return ()
        with self._database.read() as session:
            page = queries.find(session, actor, slug)
            if page is None:
                return ()
            rows = select(PageMerge, Page).join(Page, Page.id == there).where(here == page.id, queries.visible(actor))  # type: ignore[arg-type]
            rows = rows.where(PageMerge.undone.is_(None)).order_by(PageMerge.id.desc()).limit(20)
            return [Merged(row.id, other.slug, other.title, row.created) for row, other in session.execute(rows)]

    def _hand_over(self, session: Session, gone: Page, stays: Page) -> list[str]:
        """Every name of the one page leads to the other now; the page itself gets an address of its own."""
        names = list(session.scalars(select(PageName.name).where(PageName.page_id == gone.id)))
        session.execute(update(PageName).where(PageName.page_id == gone.id).values(page_id=stays.id))
        gone.slug = queries.free_slug(session, f"{gone.slug[:90]}-merged")
        session.add(PageName(name=gone.slug, page_id=gone.id))
        return names


def together(kind: Kind, stays: Values, gone: Values) -> Values:
    """A first draft of both: texts and lists of both sides, single choices as the staying page has them.

    What one of the two withholds stays withheld until the editor says otherwise.
    """
    outcome = merge(kind, {}, stays, gone)
    values = {**outcome.values, **{one.key: _both(kind, one) for one in outcome.conflicts}}
    for field in kind.fields:
        rule = field.shown_if
        if rule is None:
            continue
        for side in (stays, gone):
            if side.get(field.key) and side.get(rule.field) not in rule.values and side.get(rule.field):
                values[rule.field] = side[rule.field]
    return values


def _both(kind: Kind, one: Conflict) -> object:
    field = kind.by_key.get(one.key) or next((each for each in kind.fields if each.key == one.key), None)
    lists = (FieldType.SECTION, FieldType.RECORDS, FieldType.TERMS, FieldType.PAGES)
    many = isinstance(one.together, str) and "\n" in one.together
    return one.together if field is not None and (field.type in lists or many) else one.theirs


def _refuse(gone: Page, stays: Page) -> None:
    """Raise `Invalid` for two pages that cannot be one."""
    if gone.id == stays.id:
        raise Invalid([_about("This is the same page. Choose another one.")])
    for page in (gone, stays):
        named: Mapping[str, object] = {"title": page.title}
        if page.state == ARCHIVED:
            raise Invalid([_about("“%(title)s” is archived. Put it back first.", named)])
        if page.state == SUBMITTED:
            raise Invalid([_about("“%(title)s” waits for review. Decide on it first.", named)])
        if page.locked:
            raise Invalid([_about("“%(title)s” is locked. Open it first.", named)])
    if gone.kind != stays.kind:
        raise Invalid(
            [_about("The two are of different kinds, with different questions. Copy by hand, then archive one.")]
        )
    if (gone.audience, gone.visibility) != (stays.audience, stays.visibility):
        raise Invalid([_about("The two are not seen by the same people. Change who sees one of them first.")])


def _about(message: str, params: Mapping[str, object] | None = None) -> Problem:
    return Problem("other", message, params or {})


def _locked(session: Session, gone_id: int, stays_id: int) -> tuple[Page, Page]:
    """Both pages, held until the transaction ends, always in one order."""
    held = select(Page).where(Page.id.in_([gone_id, stays_id])).order_by(Page.id).with_for_update()
    found = {page.id: page for page in session.scalars(held.execution_options(populate_existing=True))}
    if len(found) != 2:
        raise (
            Invalid([_about("This is the same page. Choose another one.")]) if gone_id == stays_id else NotFound("page")
        )
    return found[gone_id], found[stays_id]
