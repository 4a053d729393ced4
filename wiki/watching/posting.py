"""Posting: the job that writes letters of notices and posts them, and what admins see of it."""

import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from auth.mail import Mailer
from auth.model import Account, Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.jobs import Payload, enqueue
from wiki.watching import letters, policy, queries
from wiki.watching.letters import Written
from wiki.watching.model import NO_MAIL, REFUSED, SENDING, STOPPED, WEEKLY, Letter, Line, Notice, Wishes
from wiki.watching.queries import Commenters, nobody
from wiki.watching.service import kept
from wiki.watching.stopping import Stopping

PURGE = "watching_purge"
KEPT_FOR = timedelta(days=30)
PER_PAGE = 30
PERMANENT = 500
REST = timedelta(seconds=60)


class MailAway(Exception):
    """The mail server did not answer a moment ago; the letter is tried again later."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What letters are sent with: the mailer, the site's name and address, and the keys that stop them."""

    mailer: Mailer
    site: str
    base: str
    stopping: Stopping

    def stop(self, account: int, sort: str) -> str:
        """The address that stops letters of this sort."""
        return f"{self.base}/unsubscribe/{self.stopping.key(account, sort)}"


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter as an admin sees it: to whom, when, what became of it, and its words as its reader may see them now."""

    letter: Letter
    name: str
    written: Written | None


@dataclass(frozen=True, slots=True)
class Outbox:
    """One page of the letters of the last thirty days, newest first, and whose addresses refuse mail."""

    letters: Sequence[Posted]
    refusing: Sequence[Account]
    is_set_up: bool
    page: int
    pages: int


class Posting:
    """Writes letters as lists of notices, so that none of their words has to be kept, and posts each once."""

    def __init__(
        self, database: Database, sender: Sender, clock: Callable[[], datetime], commenters: Commenters = nobody
    ) -> None:
        self._database = database
        self._commenters = commenters
        self._sender = sender
        self._clock = clock
        self._away_until: datetime | None = None

    def post(self, payloads: Sequence[Payload]) -> None:
        """Job: write what waits for these accounts and post it; what is not taken for now is raised, to try again."""
        for payload in payloads:
            account = int(payload["account"])
            with self._database.write() as session:
                self._write(session, account, str(payload["via"]), payload.get("week"))
                waiting = session.scalars(
                    select(Letter.id).where(Letter.account_id == account, Letter.sent.is_(None), Letter.trouble == "")
                ).all()
            for letter in waiting:
                self._post(letter)

    def purge(self, _payloads: Sequence[Payload]) -> None:
        """Job: forget letters after thirty days."""
        with self._database.write() as session:
            session.execute(delete(Letter).where(Letter.written <= self._clock() - KEPT_FOR))

    def outbox(self, actor: Actor, page: int) -> Outbox:
        """What was written lately, sent or not; raises `Forbidden`."""
        require(actor, Permission.ACCOUNT_MANAGE)
        fresh = Letter.written > self._clock() - KEPT_FOR
        with self._database.read() as session:
            ids = session.scalars(select(Letter.id).where(fresh).order_by(Letter.id.desc())).all()
            pages = max(1, -(-len(ids) // PER_PAGE))
            page = page if 1 <= page <= pages else 1
            shown = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
            rows = session.execute(
                select(Letter, Account).join(Account, Account.id == Letter.account_id).where(Letter.id.in_(shown))
            )
            found = {letter.id: (letter, account) for letter, account in rows}
            posted = [self._posted(session, *found[number]) for number in shown]
            refusing = select(Account).join(Wishes, Wishes.account_id == Account.id)
            refusing = refusing.where(Wishes.refusals >= policy.MOST_REFUSALS, Wishes.refused_address == Account.email)
            return Outbox(posted, session.scalars(refusing).all(), self._sender.mailer.is_set_up, page, pages)

    def _write(self, session: Session, number: int, via: str, week: str | None) -> None:
        """Put what waits for this account into letters; what they read on the site meanwhile needs none."""
        account = session.get(Account, number)
        if account is None:
            return
        wishes = queries.wishes(session, [number])[number]
        open_ = (Notice.mailed.is_(None), Notice.via == via)
        lines = queries.lines(session, account.actor, *open_, Notice.read.is_(None)) if account.active else []
        done = update(Notice).where(Notice.account_id == number, *open_).values(mailed=self._clock())
        session.execute(done)
        wanted = [line for line in lines if policy.by_mail(wishes, meant=line.meant) == via]
        if via == WEEKLY and wanted and not _has_digest(session, number, week):
            self._add(session, number, WEEKLY, wanted, week)
        elif via != WEEKLY:
            for sort, meant in (("meant", True), ("watched", False)):
                some = [line for line in wanted if line.meant is meant]
                if some:
                    self._add(session, number, sort, some)

    def _add(self, session: Session, account: int, sort: str, lines: Sequence[Line], week: str | None = None) -> None:
        now = self._clock()
        letter = Letter(account_id=account, sort=sort, week=week, written=now, trouble="")
        session.add(letter)
        session.flush()
        ids = [line.id for line in lines]
        session.execute(update(Notice).where(Notice.id.in_(ids)).values(letter_id=letter.id))
        day = (now + KEPT_FOR).date()
        enqueue(session, PURGE, {}, due=now + KEPT_FOR + timedelta(days=1), key=str(day))

    def _post(self, number: int) -> None:
        if self._away_until is not None and self._clock() < self._away_until:
            raise MailAway("the mail server did not answer")  # so that all else need not wait for each letter
        claimed = self._claim(number)
        if claimed is None:
            return
        account, written = claimed
        try:
            self._sender.mailer.send(account.email, written.subject, written.body, headers_of(written))
        except smtplib.SMTPRecipientsRefused as error:
            code = max((answer[0] for answer in error.recipients.values()), default=0)
            if code < PERMANENT:
                self._settle(number, "")
                raise
            self._settle(number, REFUSED, account)
        except Exception as error:
            if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPResponseException):
                self._away_until = self._clock() + REST
            self._settle(number, "")
            raise
        else:
            self._settle(number, None, account)

    def _claim(self, number: int) -> tuple[Account, Written] | None:
        """The letter in words, for this runner to post; None when it is not to be posted (any more)."""
        with self._database.write() as session:
            letter = session.scalar(select(Letter).where(Letter.id == number, Letter.trouble == "").with_for_update())
            account = session.get(Account, letter.account_id) if letter is not None else None
            if letter is None or account is None or letter.sent is not None:
                return None
            written = self._words(session, letter, account)
            wishes = queries.wishes(session, [account.id])[account.id]
            if not self._sender.mailer.is_set_up:
                letter.trouble = NO_MAIL
            elif policy.is_stopped(wishes, account.email) or not account.active:
                letter.trouble = STOPPED
            elif written is None:
                session.delete(letter)
            else:
                letter.trouble = SENDING
                return account, written
        return None

    def _settle(self, number: int, trouble: str | None, account: Account | None = None) -> None:
        """Write down what became of a letter: None for sent, "" for try again."""
        with self._database.write() as session:
            values = {"trouble": trouble} if trouble is not None else {"trouble": "", "sent": self._clock()}
            session.execute(update(Letter).where(Letter.id == number).values(**values))
            if account is None:
                return
            wishes = queries.wishes(session, [account.id])[account.id]
            again = wishes.refusals if wishes.refused_address == account.email else 0
            if trouble == REFUSED or again:
                mine = kept(session, account.id)
                mine.refusals, mine.refused_address = (again + 1 if trouble == REFUSED else 0), account.email

    def _words(self, session: Session, letter: Letter, account: Account) -> Written | None:
        """The letter as its reader may see it now; None when nothing is left of it."""
        lines = queries.lines(session, account.actor, Notice.letter_id == letter.id)
        lines = queries.named(session, lines, self._commenters)
        if not lines:
            return None
        stop = self._sender.stop(account.id, letter.sort)
        return letters.write(self._sender.site, self._sender.base, letter.sort, lines, stop)

    def _posted(self, session: Session, letter: Letter, account: Account) -> Posted:
        """For an admin's eyes: without the key that stops somebody's letters."""
        written = self._words(session, letter, account)
        if written is not None:
            body = written.body.replace(written.stop, f"{self._sender.base}/unsubscribe/…")
            written = Written(written.subject, body, "")
        return Posted(letter, account.name, written)


def headers_of(written: Written) -> dict[str, str]:
    """What lets a mail program stop such letters with one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{written.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _has_digest(session: Session, account: int, week: str | None) -> bool:
    return session.scalar(select(Letter.id).where(Letter.account_id == account, Letter.week == week)) is not None
