"""Looking comments up; they are reached through a page that the actor sees, and counted and cut in the database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from auth.model import Account, Actor, Permission, Role
from auth.policy import audience, may
from storage.database import LARGEST_ID
from wiki.pages import queries as pages
from wiki.pages.model import ACCEPTED, ARCHIVED, PUBLISHED, Page, Proposal, Revision
from wiki.talk.model import GONE, HIDDEN, SHOWN, WAITS, Comment, CommentMention

Commented = type[Comment]


def find_page(session: Session, actor: Actor, slug: str) -> Page | None:
    """The page at this address, if it exists for the actor; one that waits for review is not talked about yet."""
    page = pages.find(session, actor, slug)
    return page if page is not None and page.state in (PUBLISHED, ARCHIVED) else None


def readable(actor: Actor, one: Commented = Comment) -> ColumnElement[bool]:
    """Whose words the actor reads, of the comments of a page they see: the same as `policy.reads` answers."""
    ways = [one.state == SHOWN]
    if actor.id is not None:
        ways.append(and_(one.author_id == actor.id, one.state.in_((WAITS, HIDDEN))))
    if may(actor, Permission.PROPOSAL_REVIEW):
        ways.append(one.state == WAITS)
    if may(actor, Permission.COMMENT_MODERATE):
        ways.append(one.state == HIDDEN)
    return or_(*ways)


def stands(actor: Actor) -> ColumnElement[bool]:
    """Which comments have a place for the actor: those they read, and stubs of what is gone but was answered."""
    answer = aliased(Comment)
    below = or_(answer.thread_id == Comment.id, answer.answers_id == Comment.id)
    answered = select(answer.id).where(below, readable(actor, answer)).exists()
    return or_(readable(actor), and_(Comment.state.in_((HIDDEN, GONE)), answered))


def find(session: Session, actor: Actor, page: Page, number: int, *, lock: bool = False) -> Comment | None:
    """One comment of this page, if it has a place for the actor; with `lock` nobody else changes it meanwhile."""
    if not 0 < number <= LARGEST_ID:
        return None
    wanted = select(Comment).where(Comment.id == number, Comment.page_id == page.id, stands(actor))
    return session.scalar(wanted.with_for_update() if lock else wanted)


def is_gone(session: Session, page: Page, number: int) -> bool:
    """Whether a comment of this page was withdrawn or hidden after everybody could read it."""
    if not 0 < number <= LARGEST_ID:
        return False
    wanted = select(Comment.id).where(Comment.id == number, Comment.page_id == page.id)
    return session.scalar(wanted.where(Comment.state.in_((HIDDEN, GONE)))) is not None


def sent_before(session: Session, actor: Actor, key: str) -> Comment | None:
    """What the same form made when it was sent the first time."""
    return session.scalar(select(Comment).where(Comment.author_id == actor.id, Comment.key == key)) if key else None


def counts(session: Session, actor: Actor, page: Page) -> dict[str, int]:
    """Section to number of comments the actor reads; "" is the page as a whole."""
    rows = select(Comment.section, func.count()).where(Comment.page_id == page.id, readable(actor))
    return dict(session.execute(rows.group_by(Comment.section)).all())


def heads(actor: Actor, page: Page, section: str | None = None) -> Select[Comment]:
    """The comments that begin a thread, on one section or anywhere on the page."""
    found = select(Comment).where(Comment.page_id == page.id, Comment.thread_id.is_(None), stands(actor))
    return found if section is None else found.where(Comment.section == section)


def ordered(rows: Select[Comment]) -> Select[Comment]:
    """Threads that are open first, and of each sort the newest last."""
    return rows.order_by(Comment.resolved.is_not(None), Comment.id)


def count_heads(session: Session, rows: Select[Comment]) -> tuple[int, int]:
    """How many threads are open and how many resolved."""
    counted = session.execute(rows.with_only_columns(func.count(), func.count(Comment.resolved))).one()
    return counted[0] - counted[1], counted[1]


def before(session: Session, rows: Select[Comment], head: Comment) -> int:
    """How many of these threads stand before this one."""
    earlier = and_(Comment.resolved.is_not(None) == (head.resolved is not None), Comment.id < head.id)
    ahead = or_(earlier, Comment.resolved.is_(None)) if head.resolved is not None else earlier
    return session.scalar(rows.where(ahead).with_only_columns(func.count())) or 0


def replies(session: Session, actor: Actor, threads: Collection[int], most: int) -> list[tuple[Comment, int]]:
    """The first replies of each thread, at most so many, each with how many the thread has in all."""
    if not threads:
        return []
    place = func.row_number().over(partition_by=Comment.thread_id, order_by=Comment.id)
    every = func.count().over(partition_by=Comment.thread_id)
    ranked = select(Comment.id, place.label("place"), every.label("every"))
    inner = ranked.where(Comment.thread_id.in_(threads), stands(actor)).subquery()
    rows = select(Comment, inner.c.every).join(inner, inner.c.id == Comment.id).where(inner.c.place <= most)
    return [(comment, total) for comment, total in session.execute(rows.order_by(Comment.id))]


def thread(actor: Actor, head: Comment) -> Select[Comment]:
    """All replies of one thread."""
    return select(Comment).where(Comment.thread_id == head.id, stands(actor)).order_by(Comment.id)


def count(session: Session, rows: Select[Any]) -> int:
    """How many rows this selection has."""
    return session.scalar(rows.order_by(None).with_only_columns(func.count())) or 0


def by_number(session: Session, numbers: Iterable[int | None]) -> dict[int, Comment]:
    """Comments by their numbers; for those that others reply to."""
    wanted = {number for number in numbers if number is not None}
    if not wanted:
        return {}
    return {one.id: one for one in session.scalars(select(Comment).where(Comment.id.in_(wanted)))}


def accounts(session: Session, numbers: Iterable[int | None]) -> dict[int, Account]:
    """Accounts by number."""
    wanted = {number for number in numbers if number is not None}
    if not wanted:
        return {}
    return {one.id: one for one in session.scalars(select(Account).where(Account.id.in_(wanted)))}


def mentions(session: Session, comments: Collection[int]) -> dict[int, dict[str, str]]:
    """Comment to the handles of those mentioned in it, with their names; somebody who left is nobody."""
    found: dict[int, dict[str, str]] = {}
    if comments:
        rows = select(CommentMention.comment_id, Account.handle, Account.name)
        rows = rows.join(Account, Account.id == CommentMention.account_id).where(Account.active.is_(True))
        for number, handle, name in session.execute(rows.where(CommentMention.comment_id.in_(comments))):
            found.setdefault(number, {})[handle] = name
    return found


def proposals(session: Session, numbers: Iterable[int | None]) -> Mapping[int, tuple[str, int | None]]:
    """Number of a proposal to its state and its author."""
    wanted = {number for number in numbers if number is not None}
    if not wanted:
        return {}
    rows = select(Proposal.id, Proposal.state, Proposal.author_id).where(Proposal.id.in_(wanted))
    return {number: (state, author) for number, state, author in session.execute(rows)}


def values(session: Session, page: Page, number: int) -> dict[str, Any]:
    """What the page said as this revision; nothing for one that never was."""
    wanted = select(Revision.values).where(Revision.page_id == page.id, Revision.number == number)
    return session.scalar(wanted) or {}


def seeing(page: Page) -> ColumnElement[bool]:
    """The accounts that see this page: those in one of its audiences."""
    words = {page.audience, page.also} - {""}
    roles = [int(role) for role in Role if audience(Actor(None, role, "", "")) & words]
    alone = [int(word.partition(":")[2]) for word in words if word.startswith("account:")]
    return and_(Account.active.is_(True), or_(Account.role.in_(roles), Account.id.in_(alone)))


def people(session: Session, page: Page, handles: Collection[str]) -> Sequence[Account]:
    """Who of these sees the page; about all others nothing is said."""
    if not handles:
        return []
    return session.scalars(select(Account).where(Account.handle.in_(handles), seeing(page))).all()


def people_like(session: Session, page: Page, begun: str, most: int) -> Sequence[Account]:
    """Who sees the page and has a handle, or a word of their name, that begins like this."""
    like = or_(
        Account.handle.startswith(begun, autoescape=True),
        Account.name.istartswith(begun, autoescape=True),
        Account.name.icontains(f" {begun}", autoescape=True),
    )
    return session.scalars(select(Account).where(like, seeing(page)).order_by(Account.handle).limit(most)).all()


def proved(session: Session, account_id: int | None) -> int:
    """How many contributions of this account were accepted or, being comments, are shown."""
    accepted = select(func.count(Proposal.id)).where(Proposal.author_id == account_id, Proposal.state == ACCEPTED)
    shown = select(func.count(Comment.id)).where(Comment.author_id == account_id, Comment.state == SHOWN)
    return (session.scalar(accepted) or 0) + (session.scalar(shown) or 0)


def waiting(session: Session, actor: Actor, limit: int) -> Sequence[tuple[Comment, Page]]:
    """Comments that wait until a reviewer shows them, on pages the actor sees, oldest first."""
    rows = select(Comment, Page).join(Page, Page.id == Comment.page_id)
    rows = rows.where(Comment.state == WAITS, pages.visible(actor), Page.state == PUBLISHED)
    return [(comment, page) for comment, page in session.execute(rows.order_by(Comment.id).limit(limit))]


def count_waiting(session: Session, actor: Actor) -> int:
    """How many of them there are."""
    rows = select(func.count(Comment.id)).join(Page, Page.id == Comment.page_id)
    return session.scalar(rows.where(Comment.state == WAITS, pages.visible(actor), Page.state == PUBLISHED)) or 0


def shown(session: Session, pages: Collection[int], most: int) -> Sequence[tuple[int, int, str]]:
    """Page, number and HTML of every comment that everybody reads who sees its page: of each page the newest so many.

    Ordered by number; what waits, is hidden or was withdrawn is in it for nobody.
    """
    place = func.row_number().over(partition_by=Comment.page_id, order_by=Comment.id.desc())
    ranked = select(Comment.id, place.label("place")).where(Comment.page_id.in_(pages), Comment.state == SHOWN)
    inner = ranked.subquery()
    rows = select(Comment.page_id, Comment.id, Comment.html).join(inner, inner.c.id == Comment.id)
    return [
        (page, number, html)
        for page, number, html in session.execute(rows.where(inner.c.place <= most).order_by(Comment.id))
    ]


def mentioned_in(session: Session, number: int) -> Sequence[int]:
    """The accounts that one comment mentions."""
    mine = select(CommentMention.account_id).where(CommentMention.comment_id == number)
    return session.scalars(mine.order_by(CommentMention.account_id)).all()


def names_shown(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """Comment to the name its writer chose to show, "" for none and for what cannot be read any more."""
    if not numbers:
        return {}
    rows = select(Comment, Account.name).join(Account, Account.id == Comment.author_id, isouter=True)
    found = session.execute(rows.where(Comment.id.in_(numbers)))
    return {one.id: one.signature.name(name or "") if one.state == SHOWN else "" for one, name in found}
