"""Undoing: all that an account did, taken back in one deed, in portions that jobs go on with; and put back again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from auth import audit
from auth.model import SYSTEM, Account, Actor, Permission, Role
from auth.policy import require
from auth.roster import Roster
from storage.database import Database
from storage.jobs import Payload, enqueue
from wiki.admin import spam_queries as find
from wiki.admin.model import COMMENT, EDIT, LEFT, PAGE, PROPOSAL, Undoing, UndoneThing
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.pages import queries, recording
from wiki.pages.model import ARCHIVED, DECLINED, PUBLISHED, SUBMITTED, Page, Proposal, Revision
from wiki.pages.preparing import withheld_as_now
from wiki.pages.recording import Change
from wiki.pages.service import EditConflict, Pages

UNDO = "undo"
PORTION = 25  # things in one go: what one transaction holds
LATER = timedelta(minutes=1)
AT_ONCE = 6  # portions while somebody waits who pressed the button; one of each sort, mostly
ANSWER = marked("Declined together with everything else that this account sent.")
NOTE = marked("Undone: the account was closed")
BACK = marked("Put back: the account is open again")
YOURSELF = Problem("undo", marked("This is your own account."))
RUNNING = Problem("undo", marked("This is being undone already."))


class Comments(Protocol):
    """What a room of comments hands over, so that they go and come with all else; this room knows no comment."""

    def count(self, session: Session, account_id: int) -> int:
        """How many comments of this account are shown."""

    def hide(self, session: Session, now: datetime, actor: Actor, account_id: int, most: int) -> Sequence[int]:
        """Hide at most so many of them; their numbers."""

    def show(self, session: Session, now: datetime, actor: Actor, ids: Sequence[int]) -> None:
        """Show these again, as far as they are there."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much undoing would do: proposals, new pages, edits nobody edited after, comments; `left` is for hands."""

    proposals: int
    pages: int
    edits: int
    comments: int
    left: int


@dataclass(frozen=True, slots=True)
class Left:
    """A page that somebody has to look at, since others edited after the account did."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class State:
    """Where undoing stands for an account: what it would do or did, and what is left for hands."""

    account: Account
    undoing: Undoing | None
    would: Numbers
    did: dict[str, int]
    left: Sequence[Left]

    @property
    def is_undone(self) -> bool:
        """Whether the newest deed was to undo, not to put back."""
        return self.undoing is not None and self.undoing.restored is None


class Undoings:
    """For admins alone."""

    def __init__(
        self, database: Database, pages: Pages, roster: Roster, clock: Callable[[], datetime],
        comments: Comments | None = None,
    ) -> None:  # fmt: skip
        self._database = database
        self._pages = pages
        self._roster = roster
        self._clock = clock
        self._comments = comments

    def state(self, actor: Actor, account_id: int) -> State:
        """What undoing would do, in numbers, or did; raises `Forbidden`, `auth.errors.Missing`."""
        require(actor, Permission.ACCOUNT_MANAGE)
        account = self._roster.get(actor, account_id)
        with self._database.read() as session:
            undoing = find.latest(session, account_id)
            hidden = self._comments.count(session, account_id) if self._comments else 0
            left = find.left(account_id, undoing.id if undoing and undoing.restored is None else 0)
            would = Numbers(
                proposals=_count(session, Proposal, *find.open_proposals(account_id)),
                pages=_count(session, Page, find.own(account_id)),
                edits=_count(session, Page, find.edited_last(account_id)),
                comments=hidden,
                left=_count(session, Page, left),
            )
            named = select(Page).where(left, find.signed_by(account_id), queries.visible(actor)).order_by(Page.title)
            shown = [Left(page.slug, page.title) for page in session.scalars(named.limit(100))]
            return State(account, undoing, would, find.done(session, undoing), shown)

    def undo(self, actor: Actor, account_id: int) -> None:
        """Close the account and take back all it did; what is more than a portion goes on in jobs.

        Raises `Forbidden`, `Missing`, `Invalid` for oneself, the last admin, and what is being undone already.
        """
        require(actor, Permission.ACCOUNT_MANAGE)
        if account_id == actor.id:
            raise Invalid([YOURSELF])
        self._roster.deactivate(actor, account_id)
        now = self._clock()
        with self._database.write() as session:
            before = find.latest(session, account_id)
            if before is not None and before.restored is None:
                raise Invalid([RUNNING])
            undoing = Undoing(account_id=account_id, by_id=actor.id, started=now)
            session.add(undoing)
            session.flush()
            audit.record(session, now, actor, "account.undone", f"account:{account_id}", undoing=undoing.id)
            enqueue(
                session, UNDO, {"undoing": undoing.id}, due=now + LATER
            )  # should this process end before it is done
            number = undoing.id
        self._begin(number)

    def put_back(self, actor: Actor, account_id: int) -> None:
        """Open the account and bring back what undoing took, as far as nobody changed it since.

        Raises `Forbidden`, `Missing`, and `NotFound` when nothing was undone or it is not finished yet.
        """
        require(actor, Permission.ACCOUNT_MANAGE)
        now = self._clock()
        with self._database.write() as session:
            undoing = find.latest(session, account_id)
            if undoing is None or undoing.finished is None or undoing.restored is not None:
                raise NotFound(f"undoing of account {account_id}")
            undoing.restored, undoing.by_id = now, actor.id
            audit.record(session, now, actor, "account.put_back", f"account:{account_id}", undoing=undoing.id)
            enqueue(session, UNDO, {"undoing": undoing.id}, due=now + LATER)
            number = undoing.id
        self._roster.reactivate(actor, account_id)
        self._begin(number)

    def _begin(self, number: int) -> None:
        """Do what little there mostly is at once; the rest goes on in jobs."""
        if all(self._portion(number) for _ in range(AT_ONCE)):
            with self._database.write() as session:
                enqueue(session, UNDO, {"undoing": number}, due=self._clock())

    def work(self, payloads: Sequence[Payload]) -> None:
        """Job: one portion more of each, and another job while something is left."""
        for number in dict.fromkeys(job["undoing"] for job in payloads):
            if self._portion(number):
                with self._database.write() as session:
                    enqueue(session, UNDO, {"undoing": number}, due=self._clock())

    def _portion(self, number: int) -> bool:
        """Do a portion; whether something may be left."""
        with self._database.read() as session:
            undoing = session.get(Undoing, number)
            if undoing is None:
                return False
            by = session.get(Account, undoing.by_id) if undoing.by_id else None
        actor = Actor(by.id, Role.ADMIN, by.name, by.handle) if by else SYSTEM
        if undoing.restored is not None:
            return self._back(actor, undoing)
        if undoing.finished is not None:
            return False
        done = self._decline(actor, undoing) or self._archive(actor, undoing) or self._hide(actor, undoing)
        done = done or self._revert(actor, undoing)
        if not done:
            with self._database.write() as session:
                session.get_one(Undoing, number).finished = self._clock()
        return done

    def _decline(self, actor: Actor, undoing: Undoing) -> bool:
        with self._database.write() as session:
            waiting = select(Proposal).where(*find.open_proposals(undoing.account_id)).order_by(Proposal.id)
            proposals = session.scalars(waiting.limit(PORTION)).all()
            for proposal in proposals:
                recording.decide(session, self._clock(), actor, proposal.id, DECLINED, ANSWER)
                _note(session, undoing, PROPOSAL, proposal.id, named=proposal.signature.name("x") == "x")
        return bool(proposals)

    def _archive(self, actor: Actor, undoing: Undoing) -> bool:
        with self._database.write() as session:
            named = find.signed_by(undoing.account_id).label("named")
            own = select(Page, named).where(find.own(undoing.account_id)).order_by(Page.id).limit(PORTION)
            rows = session.execute(own).all()
            for page, is_named in rows:
                page.state = ARCHIVED
                recording.touch(session, self._clock(), actor, page, "page.archived")
                _note(session, undoing, PAGE, page.id, named=is_named)
        return bool(rows)

    def _hide(self, actor: Actor, undoing: Undoing) -> bool:
        if self._comments is None:
            return False
        with self._database.write() as session:
            ids = self._comments.hide(session, self._clock(), actor, undoing.account_id, PORTION)
            for number in ids:
                _note(session, undoing, COMMENT, number)
        return bool(ids)

    def _revert(self, actor: Actor, undoing: Undoing) -> bool:
        mine = find.edited_last(undoing.account_id) & Page.id.not_in(find.looked_at(undoing.id))
        with self._database.read() as session:
            named = find.signed_by(undoing.account_id).label("named")
            rows = session.execute(select(Page, named).where(mine).order_by(Page.id).limit(PORTION)).all()
        for page, is_named in rows:
            with self._database.read() as session:
                good = find.last_by_others(session, page.id, undoing.account_id)
            number = self._publish(actor, page, good, NOTE) if good else 0
            with self._database.write() as session:
                _note(session, undoing, EDIT if number else LEFT, page.id, number, named=is_named)
        return bool(rows)

    def _publish(self, actor: Actor, page: Page, wanted: Revision, note: str) -> int:
        """The number of the new revision that says what this one said; 0 when that cannot be published today."""
        try:
            kind = self._pages.kind(page.kind)
            with self._database.read() as session:
                now = queries.revision(session, page, page.number)
            values = withheld_as_now(kind, now.values if now else {}, wanted.values, sees_all=False)
            return self._pages.publish_change(actor, page.id, page.number, Change(values, note, actor.id)).number
        except (Invalid, EditConflict, NotFound):
            return 0

    def _back(self, actor: Actor, undoing: Undoing) -> bool:
        waiting = select(UndoneThing).where(UndoneThing.undoing_id == undoing.id, UndoneThing.is_back.is_(False))
        with self._database.read() as session:
            things = session.scalars(waiting.order_by(UndoneThing.id).limit(PORTION)).all()
        for thing in things:
            if thing.what == EDIT:
                self._edit_again(actor, thing)
            with self._database.write() as session:
                self._one_back(session, actor, session.get_one(UndoneThing, thing.id))
        return bool(things)

    def _edit_again(self, actor: Actor, thing: UndoneThing) -> None:
        with self._database.read() as session:
            page = session.get(Page, thing.subject_id)
            old = queries.revision(session, page, thing.number - 1) if page else None
        if page is not None and old is not None and page.number == thing.number and page.state == PUBLISHED:
            self._publish(actor, page, old, BACK)

    def _one_back(self, session: Session, actor: Actor, thing: UndoneThing) -> None:
        now = self._clock()
        thing.is_back = True
        if thing.what == PROPOSAL:
            proposal = session.get(Proposal, thing.subject_id)
            if proposal is not None and proposal.state == DECLINED:
                proposal.state, proposal.decided, proposal.answer, proposal.updated = SUBMITTED, None, "", now
                audit.record(session, now, actor, "proposal.put_back", str(proposal.id))
        elif thing.what == PAGE:
            page = session.get(Page, thing.subject_id)
            if page is not None and page.state == ARCHIVED:
                page.state = PUBLISHED if page.number else SUBMITTED
                recording.touch(session, now, actor, page, "page.restored")
        elif thing.what == COMMENT and self._comments is not None:
            self._comments.show(session, now, actor, [thing.subject_id])


def _note(session: Session, undoing: Undoing, what: str, subject: int, number: int = 0, *, named: bool = True) -> None:
    session.add(
        UndoneThing(undoing_id=undoing.id, what=what, subject_id=subject, number=number, is_named=named, is_back=False)
    )


def _count(session: Session, table: type[Page] | type[Proposal], *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*which)) or 0
