"""What this room asks the database; pages are looked up under the rights of whoever is shown them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auth.model import Account, Actor
from wiki.names import to_slug
from wiki.pages.model import PUBLISHED, Page, PageName, Revision
from wiki.pages.queries import visible
from wiki.wanted.model import OPEN, SENDING, UNSURE, WRITTEN, Asked, Asker, Done, Wanted, WantedWords

MOST_GROUPS = 4000


@dataclass(frozen=True, slots=True)
class Subject:
    """A published page, as far as telling people needs it: who may see it, what it is called, who began it."""

    id: int
    slug: str
    title: str
    audiences: frozenset[str]
    names: tuple[str, ...]
    author: int | None


def searched(session: Session, oldest: date) -> Sequence[tuple[str, int, int, int, date]]:
    """Spelling, asked, in vain, opened and last day of what was searched for since, most asked first."""
    many = func.sum(Asked.asked)
    rows = select(Asked.words, many, func.sum(Asked.in_vain), func.sum(Asked.opened), func.max(Asked.day))
    rows = rows.where(Asked.day > oldest).group_by(Asked.key_hash, Asked.words).order_by(many.desc(), Asked.words)
    return [(row[0], row[1], row[2], row[3], row[4]) for row in session.execute(rows.limit(MOST_GROUPS))]


def spellings(session: Session) -> Sequence[tuple[int, str]]:
    """Every row's id and words."""
    return [(number, words) for number, words in session.execute(select(Asked.id, Asked.words))]


def wanted(session: Session, state: str = OPEN) -> Sequence[Wanted]:
    """The wanted pages, oldest first; those that were written, newest first."""
    ordered = Wanted.settled.desc() if state == WRITTEN else Wanted.since
    return session.scalars(select(Wanted).where(Wanted.state == state).order_by(ordered, Wanted.id)).all()


def words_of(session: Session, ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """Wanted page to the searches it is to answer."""
    found: dict[int, list[str]] = {}
    rows = select(WantedWords.wanted_id, WantedWords.words).where(WantedWords.wanted_id.in_(ids))
    for number, words in session.execute(rows.order_by(WantedWords.id)):
        found.setdefault(number, []).append(words)
    return {number: tuple(words) for number, words in found.items()}


def unwritten(session: Session, actor: Actor, rows: Sequence[Wanted]) -> Sequence[Wanted]:
    """Those whose title leads nowhere for this actor, and whose answer, if there is one, this actor does not see."""
    led = written(session, actor, [to_slug(one.title) for one in rows])
    answers = [one.page_id for one in rows if one.page_id is not None]
    seen = set(session.scalars(select(Page.id).where(Page.id.in_(answers), visible(actor)))) if answers else set()
    return [one for one in rows if to_slug(one.title) not in led and one.page_id not in seen]


def written(session: Session, actor: Actor, names: Collection[str]) -> frozenset[str]:
    """Those of these names that lead to a published page the actor sees."""
    rows = select(PageName.name).join(Page, Page.id == PageName.page_id)
    return frozenset(session.scalars(rows.where(PageName.name.in_(names), Page.state == PUBLISHED, visible(actor))))


def done(session: Session, actor: Actor) -> Sequence[Done]:
    """What was written lately and this actor sees."""
    rows = select(Page.slug, Page.title, Wanted.settled).join(Page, Page.id == Wanted.page_id)
    rows = rows.where(Wanted.state == WRITTEN, visible(actor)).order_by(Wanted.settled.desc(), Wanted.id.desc())
    return [Done(slug, title, on) for slug, title, on in session.execute(rows.limit(10)) if on is not None]


def askers(session: Session) -> Sequence[Asker]:
    """Everybody who waits and is sure."""
    return session.scalars(select(Asker).where(Asker.state != UNSURE).order_by(Asker.id)).all()


def asks_of(session: Session, actor: Actor) -> Sequence[Asker]:
    """What this account asked to be told of."""
    mine = select(Asker).where(Asker.account_id == actor.id).order_by(Asker.id.desc())
    return session.scalars(mine).all() if actor.id is not None else ()


def by_token(session: Session, token_hash: str) -> Asker | None:
    """Who has this link."""
    return session.scalar(select(Asker).where(Asker.token_hash == token_hash, Asker.token_hash != ""))


def subject(session: Session, page_id: int) -> Subject | None:
    """The page with this id if it is published, whoever may see it: asked for a job, which looks at `audiences`."""
    page = session.scalar(select(Page).where(Page.id == page_id, Page.state == PUBLISHED))
    if page is None:
        return None
    names = session.scalars(select(PageName.name).where(PageName.page_id == page.id)).all()
    begun = select(Revision.author_id).where(Revision.page_id == page.id, Revision.number == 1)
    audiences = frozenset(word for word in (page.audience, page.also) if word)
    return Subject(page.id, page.slug, page.title, audiences, tuple(names), session.scalar(begun))


def page_at(session: Session, actor: Actor, slug: str) -> int | None:
    """The id of the published page that this address leads to, if the actor sees it."""
    rows = select(Page.id).join(PageName, PageName.page_id == Page.id)
    return session.scalar(rows.where(PageName.name == slug, Page.state == PUBLISHED, visible(actor)))


def pages_named(session: Session, names: Collection[str]) -> Sequence[int]:
    """The ids of published pages that these names lead to, whoever may see them: asked for a job."""
    rows = select(PageName.page_id).join(Page, Page.id == PageName.page_id)
    return session.scalars(rows.where(PageName.name.in_(names), Page.state == PUBLISHED).distinct()).all()


def active(session: Session, ids: Collection[int]) -> Mapping[int, Actor]:
    """Those of these accounts that are in use."""
    rows = session.scalars(select(Account).where(Account.id.in_(ids), Account.active.is_(True)))
    return {account.id: account.actor for account in rows}


def unsure(session: Session) -> int:
    """How many addresses wait for a yes."""
    waiting = select(func.count()).select_from(Asker).where(Asker.state.in_((UNSURE, SENDING)))
    return session.scalar(waiting) or 0
