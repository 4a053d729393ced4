"""Reading: a page or one of its revisions with everything it takes to show it, as this actor may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from auth.model import Actor
from storage.database import Database
from wiki.errors import NotFound
from wiki.kinds.display import visible_values
from wiki.kinds.model import Kind, Library, Values
from wiki.names import to_slug
from wiki.pages import policy, queries
from wiki.pages.model import SUBMITTED, Page, Proposal, Revision
from wiki.pages.preparing import links_of, own_words, shareable
from wiki.pages.queries import PageRef

PER_PAGE = 50


class Moved(Exception):
    """The page has another address now."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


@dataclass(frozen=True, slots=True)
class Reading:
    """One revision of a page as its reader may see it. `targets` are the pages its links lead to, by name.

    `author` is the name it is signed by, `reviewer` who accepted it; "" where there is none to show.
    """

    page: Page
    revision: Revision
    kind: Kind
    values: Values
    targets: Mapping[str, PageRef]
    author: str = ""
    reviewer: str = ""

    @property
    def shared(self) -> Values:
        """What may leave the site: without anything withheld, whoever asks."""
        return visible_values(self.kind, self.values, sees_all=False)


@dataclass(frozen=True, slots=True)
class Version:
    """One line of a page's history: a revision with the name it is signed by and who accepted it."""

    revision: Revision
    author: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class History:
    """A part of a page's history, newest first."""

    page: Page
    versions: Sequence[Version]
    part: int
    parts: int


class Readings:
    """Looks pages up for readers; hidden and absent are the same to it."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def page(self, actor: Actor, slug: str, number: int | None = None) -> Reading:
        """The page at this address, now or at revision `number`; raises `Moved` from an old address, `NotFound`."""
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            revision = queries.revision(session, page, page.number if number is None else number)
            if revision is None or revision.removed:
                raise NotFound(f"{slug} {number}")
            return self._reading(session, actor, page, revision)

    def pair(self, actor: Actor, slug: str, old: int, new: int) -> tuple[Reading, Reading]:
        """Two revisions of one page, to compare."""
        return self.page(actor, slug, old), self.page(actor, slug, new)

    def before(self, page: Page, number: int) -> int:
        """The version to compare version `number` with, if none is named."""
        with self._database.read() as session:
            return queries.before(session, page, number)

    def history(self, actor: Actor, slug: str, part: int = 1) -> History:
        """Fifty revisions of the page; a part past the end is the first."""
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            parts = max(1, -(-page.number // PER_PAGE))
            part = part if 1 <= part <= parts else 1
            revisions = queries.history(session, page, offset=(part - 1) * PER_PAGE, limit=PER_PAGE)
            signed = queries.signed_by(session, revisions)
            versions = [Version(one, *names) for one, names in zip(revisions, signed, strict=True)]
            return History(page, versions, part, parts)

    def stub(self, actor: Actor, slug: str) -> Page:
        """The page itself, without its words (a submitted page has none yet)."""
        with self._database.read() as session:
            return self._page(session, actor, slug)

    def editable(self, actor: Actor, page: Page) -> tuple[Values, int]:
        """The values a form begins with, and the revision they are based on.

        Whoever cannot publish begins with what they submitted last, so that a second change holds the first as well.
        """
        if page.state == SUBMITTED or not policy.may_publish(actor, self._kind(page), page):
            with self._database.read() as session:
                mine = queries.latest_proposal(session, page, actor.id)
            if mine is not None:
                return self.own_words(actor, page, mine), mine.base_number
        if page.state == SUBMITTED:
            return {}, 0
        reading = self.page(actor, page.slug)
        return dict(reading.values), reading.revision.number

    def own_words(self, actor: Actor, page: Page, proposal: Proposal) -> Values:
        """What the actor submitted on this page, to go on with; a name that is withheld from them is not in it."""
        with self._database.read() as session:
            numbers = {proposal.base_number, page.number}
            found = [queries.revision(session, page, number) for number in numbers]
        versions = [revision.values for revision in found if revision is not None]
        kind = self._kind(page)
        return own_words(kind, versions, proposal.values, sees_all=policy.sees_withheld(actor))

    def links(self, actor: Actor, slug: str) -> tuple[Page, Sequence[PageRef]]:
        """The page and the pages that link to it."""
        with self._database.read() as session:
            page = self._page(session, actor, slug)
            return page, queries.linking_here(session, actor, page)

    def targets(self, actor: Actor, names: Sequence[str]) -> Mapping[str, PageRef]:
        """Name to the page it leads to, for a preview of text that is not saved."""
        with self._database.read() as session:
            return queries.targets(session, actor, names)

    def _page(self, session: Session, actor: Actor, slug: str) -> Page:
        page = queries.find(session, actor, slug)
        if page is not None:
            return page
        other = queries.find_by_name(session, actor, to_slug(slug))
        if other is None:
            raise NotFound(slug)
        raise Moved(other.slug)

    def _reading(self, session: Session, actor: Actor, page: Page, revision: Revision) -> Reading:
        kind = self._kind(page)
        sees_all = policy.sees_withheld(actor)
        values = shareable(kind, self._now(session, page, revision), revision.values, sees_all=sees_all)
        names = links_of(kind, values, revision.html)
        [(author, reviewer)] = queries.signed_by(session, [revision])
        return Reading(page, revision, kind, values, queries.targets(session, actor, names), author, reviewer)

    def _kind(self, page: Page) -> Kind:
        """A page's kind; raises `NotFound` when the library declares it no longer: the page waits unseen."""
        if page.kind not in self._library.kinds:
            raise NotFound(page.slug)
        return self._library.kinds[page.kind]

    def _now(self, session: Session, page: Page, revision: Revision) -> Values:
        """What the page says today: a name withheld later is withheld in its history too."""
        now = revision if revision.number == page.number else queries.revision(session, page, page.number)
        return now.values if now else {}
