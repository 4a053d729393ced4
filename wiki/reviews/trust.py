"""Trust grows by work: members whose contributions were accepted are proposed as practitioners; an editor says yes."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auth import audit
from auth.model import Account, Actor, Permission, Role
from auth.policy import may, require
from auth.queries import acting
from auth.roster import Roster
from storage.database import Database
from storage.jobs import Payload
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.pages import news
from wiki.pages import queries as pages
from wiki.pages.news import What
from wiki.reviews import queries
from wiki.reviews.model import ASKED, GRANTED, NOT_YET, Candidate, Promotion
from wiki.rules.service import Rules

LONGEST_REASON = 1000
WHY = marked("Say why not yet. Only editors see it.")


class Trust:
    """Proposes and promotes; which contributions counted is told to nobody."""

    def __init__(self, database: Database, roster: Roster, rules: Rules, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._roster = roster
        self._rules = rules
        self._clock = clock

    def consider(self, payloads: Sequence[Payload]) -> None:
        """Job: propose these accounts when enough of what they sent was accepted. It may run twice."""
        enough = self._rules.now().after_accepted
        for account_id in sorted({int(job["account"]) for job in payloads}):
            with self._database.write() as session:
                self._consider(session, account_id, enough)

    def proposed(self, actor: Actor) -> tuple[Sequence[Candidate], Sequence[Candidate]]:
        """Those who wait for a yes, and those who were told "not yet"; raises `Forbidden`."""
        require(actor, Permission.ACCOUNT_GRANT)
        with self._database.read() as session:
            return _drawn(session, ASKED), _drawn(session, NOT_YET)

    def count(self, actor: Actor) -> int:
        """How many wait for a yes; 0 for those who cannot give it."""
        if not may(actor, Permission.ACCOUNT_GRANT):
            return 0
        with self._database.read() as session:
            return len(queries.candidates(session, ASKED))

    def grant(self, actor: Actor, number: int) -> Candidate:
        """Make this member a practitioner, which ends their sign-ins as every change of a role does."""
        require(actor, Permission.ACCOUNT_GRANT)
        with self._database.read() as session:
            promotion, account = self._find(session, number)
            candidate = _candidate(session, promotion, account)
        self._roster.grant(actor, account.id, Role.PRACTITIONER)
        with self._database.write() as session:
            promotion = session.get_one(Promotion, number)
            promotion.state, promotion.decided_by, promotion.decided = GRANTED, actor.id, self._clock()
        return candidate

    def not_yet(self, actor: Actor, number: int, reason: str) -> Candidate:
        """Leave this member a member for now; the same number of further contributions proposes them anew."""
        require(actor, Permission.ACCOUNT_GRANT)
        words = reason.strip()[:LONGEST_REASON]
        if not words:
            raise Invalid([Problem(f"reason-{number}", WHY)])
        with self._database.write() as session:
            by = acting(session, actor, Permission.ACCOUNT_GRANT)
            promotion, account = self._find(session, number)
            now = self._clock()
            promotion.state, promotion.reason = NOT_YET, words
            promotion.accepted = queries.accepted(session, account.id)
            promotion.decided_by, promotion.decided = by.id, now
            audit.record(session, now, by, "role.not_yet", f"account:{account.id}")
            return _candidate(session, promotion, account)

    def _consider(self, session: Session, account_id: int, enough: int) -> None:
        held = select(Account).where(Account.id == account_id, Account.active).with_for_update()
        account = session.scalar(held)
        if account is None or account.role != Role.MEMBER or enough < 1:
            return
        before, done = queries.latest_promotion(session, account_id), queries.accepted(session, account_id)
        if before is not None and before.state == ASKED:
            return
        if done < enough + (before.accepted if before is not None else 0):
            return
        now = self._clock()
        promotion = Promotion(account_id=account_id, accepted=done, state=ASKED, reason="", created=now)
        session.add(promotion)
        session.flush()
        news.tell(session, now, What.ROLE_PROPOSED, to=queries.editors(session), account=account_id)

    def _find(self, session: Session, number: int) -> tuple[Promotion, Account]:
        for promotion, account in queries.candidates(session, ASKED):
            if promotion.id == number:
                return promotion, account
        raise NotFound(f"promotion {number}")


def _drawn(session: Session, state: str) -> list[Candidate]:
    return [_candidate(session, promotion, account) for promotion, account in queries.candidates(session, state)]


def _candidate(session: Session, promotion: Promotion, account: Account) -> Candidate:
    by = pages.people(session, [promotion.decided_by]).get(promotion.decided_by or 0, "")
    return Candidate(promotion.id, account.id, account.name, account.handle, promotion.accepted, promotion.created,
                     promotion.reason, by)  # fmt: skip
