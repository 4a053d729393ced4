"""Pages as the search index wants them: the current published words, under their audience."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from search.model import Document, Part
from storage.database import Database
from storage.jobs import Job
from wiki.kinds.display import visible_values
from wiki.kinds.indexing import aliases, facet_terms, labels, numbers, parts
from wiki.kinds.model import Library
from wiki.kinds.successors import current_terms
from wiki.pages import checking
from wiki.pages.model import PUBLISHED, Page, Revision
from wiki.pages.recording import INDEX
from wiki.pages.signers import signers
from wiki.rendering.plain import to_text

BATCH = 200

More = Callable[[Session, Sequence[int]], Mapping[int, Sequence[Part]]]
"""What a room above has to add to what is found of these pages: page to parts whose key is an address below the page's.

Only what everybody may read who sees the page: the index asks about nothing finer.
"""


class Documents:
    """Where the index learns the truth; it keeps nothing."""

    def __init__(
        self, database: Database, library: Library, clock: Callable[[], datetime], more: Sequence[More] = ()
    ) -> None:
        self._database = database
        self._more = tuple(more)
        self._library = library
        self._clock = clock

    def documents(self, ids: Sequence[int] | None = None) -> Iterator[Document]:
        """The documents of these pages, or of all; a page that is not to be found has none."""
        wanted = sorted(self.versions() if ids is None else set(ids))
        for start in range(0, len(wanted), BATCH):
            yield from self._batch(wanted[start : start + BATCH])

    def versions(self) -> Mapping[int, int]:
        """Page id to version, for every page that is to be found."""
        with self._database.read() as session:
            rows = session.execute(select(Page.id, Page.version).where(*self._found()))
            return dict(rows.all())

    def changed_since(self, ids: Sequence[int]) -> datetime | None:
        """Since when the one of these pages that waits longest is as it is now: its job says, else its last version."""
        since: list[datetime] = []
        for start in range(0, len(ids), BATCH):
            since += self._changed(ids[start : start + BATCH]).values()
        return min(since, default=None)

    def _changed(self, ids: Sequence[int]) -> dict[int, datetime]:
        current = select(Page.id, Page.updated, Revision.created).outerjoin(
            Revision, (Revision.page_id == Page.id) & (Revision.number == Page.number)
        )
        asked = select(Job).where(Job.kind == INDEX, Job.key.in_([str(number) for number in ids]))
        with self._database.read() as session:
            rows = session.execute(current.where(Page.id.in_(ids))).all()
            jobs = session.scalars(asked).all()
        found = {number: max(updated, created or updated) for number, updated, created in rows}
        return found | {int(job.key): job.first_due for job in sorted(jobs, key=lambda job: job.id, reverse=True)}

    def _batch(self, ids: Sequence[int]) -> list[Document]:
        current = select(Page, Revision).join(
            Revision, (Revision.page_id == Page.id) & (Revision.number == Page.number)
        )
        with self._database.read() as session:
            rows = session.execute(current.where(Page.id.in_(ids), *self._found())).all()
            signed = signers(session, ids)
            more = [of_room(session, ids) for of_room in self._more]
        with self._library.moment():
            return [
                self._document(page, revision, signed.get(page.id, ()), [p for of in more for p in of.get(page.id, ())])
                for page, revision in rows
            ]

    def _found(self) -> tuple[ColumnElement[bool], ...]:
        """What is to be found: published pages of a kind that is declared."""
        return Page.state == PUBLISHED, Page.kind.in_(self._library.kinds)

    def _document(self, page: Page, revision: Revision, signed: tuple[str, ...], more: Sequence[Part]) -> Document:
        kind = self._library.kinds[page.kind]
        values = visible_values(kind, current_terms(kind, self._library, revision.values), sees_all=False)
        terms = {**facet_terms(kind, values), "kind": (page.kind,)}
        return Document(
            id=page.id,
            revision=page.version,
            slug=page.slug,
            kind=page.kind,
            title=page.title,
            summary=page.summary,
            audience=frozenset(word for word in (page.audience, page.also) if word),
            parts=(*(_plain(part, revision) for part in parts(kind, self._library, values)), *more),
            terms=terms,
            labels=labels(kind, self._library, values),
            changed=page.updated,
            aliases=aliases(kind, values),
            numbers=numbers(kind, values),
            overdue=checking.is_overdue(page.due_on, self._clock().date()),
            signers=signed,
        )


def _plain(part: Part, revision: Revision) -> Part:
    """A section in the words its readers see: from the HTML, without marks and addresses."""
    return replace(part, text=to_text(revision.html[part.key])) if part.key in revision.html else part
