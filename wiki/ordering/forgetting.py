"""What this room forgets when a page is removed for good: the names by which a merged page still led to another."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wiki.errors import marked
from wiki.ordering.model import PageMerge
from wiki.pages.forgetting import Doomed, Forgetter
from wiki.pages.model import PageName


def names_of(session: Session, doomed: Doomed) -> list[str]:
    """The names a merged page left behind, which lead to the page it was merged into."""
    if not doomed.page_id or doomed.number:
        return []
    merges = session.scalars(select(PageMerge).where(PageMerge.gone_id == doomed.page_id, PageMerge.undone.is_(None)))
    return [name for merge in merges for name in (merge.slug, *merge.names)]


def count(session: Session, doomed: Doomed) -> int:
    """How many of these names there are."""
    mine = PageName.name.in_(names_of(session, doomed))
    return session.scalar(select(func.count()).select_from(PageName).where(mine)) or 0


def forget(session: Session, doomed: Doomed) -> None:
    """Let none of these names lead anywhere."""
    session.execute(delete(PageName).where(PageName.name.in_(names_of(session, doomed))))


FORGETTER = Forgetter(marked("names of a merged page"), count, forget)
