"""Reviews: the decisions about a proposal, and the claim that keeps two reviewers apart; each in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from auth import audit
from auth.model import Actor, Permission
from auth.policy import require
from auth.queries import acting
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.kinds.model import Kind, Library, Values
from wiki.pages import news, recording
from wiki.pages.model import ARCHIVED, CONSENT, DECLINED, OPEN, RETURNED, SUBMITTED, Page, Proposal, Remark, Saved
from wiki.pages.news import What
from wiki.pages.preparing import check, in_order, keep_hidden
from wiki.pages.recording import Change
from wiki.pages.service import Pages
from wiki.reviews import policy, queries
from wiki.reviews.model import AWAY, DECIDED, NEEDS_CONSENT, STALE, TAKEN, WITH_WRITER, Filters, NotNow, Waiting
from wiki.reviews.queue import Queue

LONGEST_ANSWER = 5000
RETURN_WHY = marked("Say what should change, so that the writer can go on.")
DECLINE_WHY = marked("Say why, so that the writer understands it.")
REMARK_WHAT = marked("Write what you want to ask or say.")


class Reviews:
    """Decides about proposals; trainers, editors and admins. What cannot be decided now raises `NotNow`."""

    def __init__(
        self,
        database: Database,
        library: Library,
        pages: Pages,
        queue: Queue,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._library = library
        self._pages = pages
        self._queue = queue
        self._clock = clock

    def waiting(self, actor: Actor) -> Sequence[Waiting]:
        """The first part of what waits for a decision, oldest first."""
        return self._queue.find(actor, Filters()).items

    def accept(self, actor: Actor, number: int, round: int = 0) -> Saved:
        """Publish the proposal with credit to both; raises `EditConflict` when the page moved on where it touches."""
        proposal, _kind = self._to_publish(actor, number, round)
        return self._publish(actor, proposal, proposal.base_number, proposal.values)

    def accept_mended(self, actor: Actor, number: int, base_number: int, values: Values, round: int = 0) -> Saved:
        """Publish what the reviewer put together after a conflict, still as the writer's change."""
        proposal, kind = self._to_publish(actor, number, round)
        return self._publish(actor, proposal, base_number, _whole(kind, actor, proposal, values))

    def mend(self, actor: Actor, number: int, round: int, base_number: int, values: Values, words: str = "") -> int:
        """Make the reviewer's words the proposal's next round, with credit to both; returns that round.

        What its writer gave as reason stays; `words` say what was mended.
        """
        with self._deciding(actor, number, round, among=(SUBMITTED, CONSENT)) as (session, by, proposal, page):
            if base_number not in (page.number, proposal.base_number):
                raise NotNow(STALE)
            kind = self._pages.kind(page.kind)
            whole = check(kind, self._library, _whole(kind, by, proposal, values))
            now = self._clock()
            change = Change(whole, proposal.note)
            recording.add_round(session, now, proposal, base_number, change, mended_by=by.id)
            self._remark(session, by, proposal, "", words)
            self._take(by, proposal, now)
            audit.record(session, now, by, "proposal.mended", str(number), round=proposal.round)
            return proposal.round

    def send_back(self, actor: Actor, number: int, answer: str, field: str = "", round: int = 0) -> None:
        """Return the proposal to its writer with comments; every word of it stays theirs to go on with.

        Needs a comment, now or among the remarks of this round.
        """
        with self._deciding(actor, number, round, among=(SUBMITTED, CONSENT)) as (session, by, proposal, _page):
            said = any(one.from_review and one.round == proposal.round for one in queries.remarks(session, proposal))
            words = _needed(answer, "" if said else RETURN_WHY)
            self._remark(session, by, proposal, field, words)
            recording.decide(session, self._clock(), by, number, RETURNED, words)

    def decline(self, actor: Actor, number: int, answer: str, round: int = 0) -> None:
        """Say no, with the reason; the words stay with their writer."""
        with self._deciding(actor, number, round) as (session, by, proposal, _page):
            words = _needed(answer, DECLINE_WHY)
            self._remark(session, by, proposal, "", words)
            recording.decide(session, self._clock(), by, number, DECLINED, words)

    def ask_consent(self, actor: Actor, number: int, answer: str = "", round: int = 0) -> None:
        """Send the text of this round to its writer, who agrees to it or does not before it is published."""
        with self._deciding(actor, number, round, among=(SUBMITTED,)) as (session, by, proposal, _page):
            self._remark(session, by, proposal, "", answer)
            now = self._clock()
            self._take(by, proposal, now)  # who made the text ready is who is credited when its writer agrees
            recording.decide(session, now, by, number, CONSENT, _needed(answer, ""))

    def remark(self, actor: Actor, number: int, text: str, field: str = "") -> None:
        """Ask or say something about a place (or "": the whole) without deciding."""
        with self._deciding(actor, number, claimed=False) as (session, by, proposal, page):
            _needed(text, REMARK_WHAT)
            self._remark(session, by, proposal, field, text)
            now, to = self._clock(), [proposal.author_id] if proposal.author_id else []
            audit.record(session, now, by, "proposal.remarked", str(number))
            news.tell(session, now, What.PROPOSAL_REMARKED, page=page.id, by=by.id, to=to, proposal=number)

    def claim(self, actor: Actor, number: int, *, take_over: bool = False) -> None:
        """Take the case, so that others leave it alone; from somebody else only when that is said."""
        with self._deciding(actor, number, claimed=not take_over) as (session, by, proposal, page):
            now, to = self._clock(), [proposal.author_id] if proposal.author_id else []
            before = proposal.claimed_by if proposal.claimed_by != by.id else None
            proposal.claimed_by, proposal.claimed_at = by.id, now
            audit.record(session, now, by, "proposal.claimed", str(number), before=before)
            news.tell(session, now, What.PROPOSAL_CLAIMED, page=page.id, by=by.id, to=to, proposal=number)

    def let_go(self, actor: Actor, number: int) -> None:
        """Give the case back to the queue; nothing happens when somebody else has it."""
        with self._deciding(actor, number, claimed=False) as (session, by, proposal, _page):
            if proposal.claimed_by == by.id:
                proposal.claimed_by = proposal.claimed_at = None
                audit.record(session, self._clock(), by, "proposal.let_go", str(number))

    @contextmanager
    def _deciding(
        self, actor: Actor, number: int, round: int = 0, *, claimed: bool = True, among: Sequence[str] = OPEN
    ) -> Iterator[tuple[Session, Actor, Proposal, Page]]:
        """A transaction that holds the proposal, once everything allows this actor to act on this round of it."""
        require(actor, Permission.PROPOSAL_REVIEW)
        with self._database.write() as session:
            by = acting(session, actor, Permission.PROPOSAL_REVIEW)
            proposal, page = self._standing(session, by, number, round, lock=True, claimed=claimed)
            if proposal.state not in among:
                raise NotNow(WITH_WRITER)
            yield session, by, proposal, page

    def _to_publish(self, actor: Actor, number: int, round: int) -> tuple[Proposal, Kind]:
        require(actor, Permission.PROPOSAL_REVIEW)
        with self._database.read() as session:
            proposal, page = self._standing(session, actor, number, round)
        kind = self._pages.kind(page.kind)
        require(actor, kind.publish)
        if policy.needs_consent(proposal):
            raise NotNow(NEEDS_CONSENT)
        if proposal.state not in (SUBMITTED, CONSENT):
            raise NotNow(WITH_WRITER)
        return proposal, kind

    def _publish(self, actor: Actor, proposal: Proposal, base: int, values: Values) -> Saved:
        change = Change(
            values, proposal.note, proposal.author_id, proposal.id, round=proposal.round, signature=proposal.signature
        )
        try:
            return self._pages.publish_change(actor, proposal.page_id, base, change)
        except NotNow:
            raise
        except NotFound:
            with self._database.read() as session:  # somebody else was quicker: say what became of it
                self._standing(session, actor, proposal.id, proposal.round)
            raise

    def _standing(
        self, session: Session, actor: Actor, number: int, round: int, *, lock: bool = False, claimed: bool = True
    ) -> tuple[Proposal, Page]:
        row = queries.found(session, actor, number, lock=lock)
        if row is None:
            raise NotFound(f"proposal {number}")
        proposal, page = row
        if proposal.state not in OPEN:
            decided_by = queries.reviewer_of(session, proposal.reviewer_id)
            raise NotNow(DECIDED, decided_by.name if decided_by else "")
        if page.state == ARCHIVED:
            raise NotNow(AWAY)
        claimer = queries.reviewer_of(session, proposal.claimed_by)
        if claimed and claimer and claimer.id != actor.id and policy.claim_holds(proposal, claimer, self._clock()):
            raise NotNow(TAKEN, claimer.name)
        if round and round != proposal.round:
            raise NotNow(STALE)
        return proposal, page

    def _remark(self, session: Session, by: Actor, proposal: Proposal, field: str, text: str) -> None:
        words = text.strip()[:LONGEST_ANSWER]
        if not words:
            return
        page = session.get_one(Page, proposal.page_id)
        known = field if field in self._pages.kind(page.kind).by_key else ""
        session.add(
            Remark(proposal_id=proposal.id, round=proposal.round, field=known, text=words, author_id=by.id,
                   from_review=True, created=self._clock())
        )  # fmt: skip

    def _take(self, by: Actor, proposal: Proposal, now: datetime) -> None:
        proposal.claimed_by, proposal.claimed_at = by.id, now


def _whole(kind: Kind, actor: Actor, proposal: Proposal, values: Values) -> Values:
    """The reviewer's words with what the proposal holds and they were not shown."""
    whole = keep_hidden(kind, proposal.values, values, sees_all=policy.sees_withheld(actor))
    return in_order(kind, proposal.values, whole)


def _needed(text: str, otherwise: str) -> str:
    """The words, cut to what is kept; raises `Invalid` with the reason when there are none and they are needed."""
    words = text.strip()[:LONGEST_ANSWER]
    if not words and otherwise:
        raise Invalid([Problem("answer", otherwise)])
    return words
