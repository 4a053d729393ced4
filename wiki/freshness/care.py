"""Care: who looks after which page; pages whose owner left are in a pool at once, since the question asks for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.freshness import policy, queries
from wiki.freshness.model import PageCare
from wiki.freshness.queries import Found
from wiki.pages import recording
from wiki.pages.model import PUBLISHED

HAS_OWNER = marked("Somebody looks after this page already.")


class Care:
    """Takes pages over and gives them back."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def take(self, actor: Actor, slug: str, *, shown: bool = False) -> None:
        """The actor looks after the page from now on, named on it if they agree.

        Raises `Forbidden`, `NotFound`, and `Invalid` when somebody was faster.
        """
        require(actor, Permission.PAGE_PUBLISH)
        with self._page(actor, slug) as (session, found):
            has_owner = found.owner is not None
            if not policy.may_take(actor, published=found.page.state == PUBLISHED, has_owner=has_owner):
                raise Invalid([Problem("shown", HAS_OWNER)])
            found.page.owner_id = actor.id
            self._agree(session, actor, found, shown)
            recording.touch(session, self._clock(), actor, found.page, "page.taken")

    def let_go(self, actor: Actor, slug: str) -> None:
        """Give the page to the pool; by its owner, or by an editor for somebody else. Raises `NotFound`."""
        with self._page(actor, slug) as (session, found):
            is_mine = found.owner is not None and found.owner.id == actor.id
            if not policy.may_let_go(actor, has_owner=found.owner is not None, is_mine=is_mine):
                raise NotFound(slug)
            session.execute(delete(PageCare).where(PageCare.page_id == found.page.id))
            found.page.owner_id = None
            recording.touch(session, self._clock(), actor, found.page, "page.released")

    def show(self, actor: Actor, slug: str, *, shown: bool) -> None:
        """Say whether the actor, who looks after the page, is named on it; raises `NotFound` for anybody else."""
        with self._page(actor, slug) as (session, found):
            if found.owner is None or found.owner.id != actor.id:
                raise NotFound(slug)
            self._agree(session, actor, found, shown)
            recording.touch(
                session, self._clock(), actor, found.page, "page.owner_named" if shown else "page.owner_hidden"
            )

    def _agree(self, session: Session, actor: Actor, found: Found, shown: bool) -> None:
        session.merge(PageCare(page_id=found.page.id, account_id=actor.id, shown=shown, since=self._clock()))

    @contextmanager
    def _page(self, actor: Actor, slug: str) -> Iterator[tuple[Session, Found]]:
        with self._database.write() as session:
            found = queries.found(session, actor, slug)
            if found is None or found.page.state != PUBLISHED:
                raise NotFound(slug)
            yield session, found
