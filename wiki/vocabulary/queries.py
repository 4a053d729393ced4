"""Reading what was changed, and which pages carry a term."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from auth.model import Actor
from wiki.kinds.model import Library
from wiki.kinds.overlay import Row, lay
from wiki.kinds.successors import terms_carried, uses
from wiki.kinds.terms import Vocabulary
from wiki.pages.model import PUBLISHED, Page, PageTerm, Revision
from wiki.pages.queries import visible
from wiki.vocabulary.model import OPEN, TermChange, TermOrder, TermProposal, TermRow

AT_ONCE = 200
_IS_CURRENT = (Revision.page_id == Page.id) & (Revision.number == Page.number)


def laid(session: Session, declared: Mapping[str, Vocabulary]) -> dict[str, Vocabulary]:
    """Every vocabulary as it is now."""
    rows: dict[str, list[Row]] = {}
    for one in session.scalars(select(TermRow).order_by(TermRow.id)):
        rows.setdefault(one.vocabulary, []).append(as_row(one))
    orders = {one.vocabulary: one.keys for one in session.scalars(select(TermOrder))}
    return {
        key: lay(vocabulary, rows.get(key, ()), orders.get(key, ())) if key in rows or key in orders else vocabulary
        for key, vocabulary in declared.items()
    }


def as_row(one: TermRow) -> Row:
    """The row as a value."""
    return Row(one.key, one.label, one.state, one.replaced_by, one.words)


def carriers(
    session: Session, library: Library, vocabulary: str, key: str, *, after: int = 0, most: int | None = None
) -> Iterator[tuple[Page, Revision]]:
    """The pages whose current words hold this term, whoever sees them, by id; for rewriting, never for showing."""
    wanted = select(Page, Revision).join(Revision, _IS_CURRENT).where(*_may_hold(library, vocabulary, [key]))
    found = 0
    while most is None or found < most:
        rows = session.execute(wanted.where(Page.id > after).order_by(Page.id).limit(AT_ONCE)).all()
        for page, revision in rows:
            after = page.id
            if key in terms_carried(library.kinds[page.kind].fields, vocabulary, revision.values):
                found += 1
                yield page, revision
            if found == most:
                return
        if len(rows) < AT_ONCE:
            return


def count_carriers(session: Session, library: Library, vocabulary: str, key: str) -> int:
    """How many pages hold this term now."""
    wanted = select(Page.kind, Revision.values).join(Revision, _IS_CURRENT)
    rows = session.execute(wanted.where(*_may_hold(library, vocabulary, [key])).execution_options(yield_per=AT_ONCE))
    return sum(key in terms_carried(library.kinds[kind].fields, vocabulary, values) for kind, values in rows)


def usage(session: Session, actor: Actor, library: Library, vocabulary: str) -> Mapping[str, int]:
    """Term to number of published pages this actor sees."""
    facets = {
        field.facet
        for kind in library.kinds.values()
        for field in kind.fields
        if field.facet and vocabulary in (field.vocabulary, field.band, *(each.vocabulary for each in field.columns))
    }
    shown = visible(actor), Page.state == PUBLISHED
    if facets:
        rows = select(PageTerm.term, func.count(PageTerm.page_id.distinct())).join(Page, Page.id == PageTerm.page_id)
        rows = rows.where(PageTerm.facet.in_(facets), *shown).group_by(PageTerm.term)
        return dict(session.execute(rows).all())
    counted: Counter[str] = Counter()
    kinds = [key for key, kind in library.kinds.items() if uses(kind, vocabulary)]
    wanted = select(Page.kind, Revision.values).join(Revision, _IS_CURRENT).where(Page.kind.in_(kinds), *shown)
    for kind, values in session.execute(wanted.execution_options(yield_per=AT_ONCE)):
        counted.update(set(terms_carried(library.kinds[kind].fields, vocabulary, values)))
    return counted


def changes(session: Session, vocabulary: str, limit: int) -> Sequence[TermChange]:
    """What was done to a vocabulary, newest first."""
    rows = select(TermChange).where(TermChange.vocabulary == vocabulary).order_by(TermChange.id.desc())
    return session.scalars(rows.limit(limit)).all()


def working(session: Session) -> Mapping[str, int]:
    """Vocabulary to number of changes whose pages are still being rewritten."""
    rows = select(TermChange.vocabulary, func.count()).where(TermChange.finished.is_(None))
    return dict(session.execute(rows.group_by(TermChange.vocabulary)).all())


def waiting(session: Session) -> Mapping[str, int]:
    """Vocabulary to number of proposed terms that wait."""
    rows = select(TermProposal.vocabulary, func.count()).where(TermProposal.state == OPEN)
    return dict(session.execute(rows.group_by(TermProposal.vocabulary)).all())


def _may_hold(library: Library, vocabulary: str, keys: Iterable[str]) -> tuple[ColumnElement[bool], ...]:
    """A quick look at the stored text; what it lets through is read to be sure."""
    kinds = [key for key, kind in library.kinds.items() if uses(kind, vocabulary)]
    text = cast(Revision.values, Text)
    return Page.kind.in_(kinds), or_(*(text.contains(json.dumps(key), autoescape=True) for key in keys))
