"""Asking to be told: an account at once, an address after its owner said yes to a letter; one letter and no more."""

import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auth import tokens
from auth.errors import TooMany
from auth.identity import clean_email, printable
from auth.mail import Mailer
from auth.model import Actor
from storage.database import Database
from storage.jobs import Payload, enqueue
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.pages.model import PUBLIC
from wiki.wanted import policy, queries
from wiki.wanted.model import LONGEST_WORDS, SENDING, UNSURE, WAITING, Asker
from wiki.wanted.service.meaning import Meaning
from wiki.wanted.service.telling import LETTER
from wiki.wanted.service.tidying import tidy_later

MOST_OF_ONE = 50
MOST_UNSURE = 5000  # addresses that wait for a yes: the disk must not fill up with them
AN_HOUR = 3600
NO_WORDS = Problem("words", marked("Write what the page should be about."))
PERSONAL = Problem("words", marked("Write it in a few words, without addresses and phone numbers."))
NO_MAIL = Problem("address", marked("This site sends no letters. With an account you are told in your inbox."))
TOO_MANY = marked("You asked to be told of %(most)s things. Take some of them back first.")
SURE = """Somebody, hopefully you, asked {site} to write to this address once: when a page is written
about something that nobody could find there.

Say yes within two days, or say no:
{link}

If it was not you, ignore this letter: the address is forgotten after two days.
"""
TOLD = """You asked {site} to be told when a page about “{words}” is written.

{title}
{link}

This is the only letter about it. Your address is forgotten with it.
"""


@dataclass(frozen=True, slots=True)
class Post:
    """What letters are sent with."""

    mailer: Mailer
    site: str
    base: str


class Askers:
    """Keeps who wants to be told of what, and writes to addresses."""

    def __init__(self, database: Database, meaning: Meaning, post: Post, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._meaning = meaning
        self._post = post
        self._clock = clock

    def ask(self, actor: Actor, typed: str, address: str = "") -> None:
        """Tell this account, or this address once its owner says yes, of a page about these words; raises `Invalid`.

        Whether an address asked before is told to nobody.
        """
        words = printable(typed)
        problems = [NO_WORDS] if not words else [PERSONAL] if policy.looks_personal(words) else []
        if not actor.is_signed_in:
            if not self._post.mailer.is_set_up:
                raise Invalid([NO_MAIL])
            address = clean_email(printable(address[:300]), problems, "address")
        if problems:
            raise Invalid(problems)
        with self._database.write() as session:
            if actor.is_signed_in:
                self._ask_account(session, actor, words)
            else:
                self._ask_address(session, words, address)
            tidy_later(session, self._clock())

    def mine(self, actor: Actor) -> Sequence[Asker]:
        """What the account asked to be told of, newest first."""
        with self._database.read() as session:
            return queries.asks_of(session, actor)

    def take_back(self, actor: Actor, number: int) -> None:
        """The account need not be told of this any more."""
        with self._database.write() as session:
            session.execute(delete(Asker).where(Asker.id == number, Asker.account_id == actor.id))

    def known(self, token: str) -> Asker:
        """Who holds the link of a letter; raises `NotFound`."""
        with self._database.read() as session:
            return self._by_token(session, token)

    def say_yes(self, token: str) -> None:
        """The address's owner wants it; a second time does no harm. Raises `NotFound`."""
        with self._database.write() as session:
            asker = self._by_token(session, token)
            if asker.state == UNSURE:
                asker.state = WAITING

    def stop(self, token: str) -> None:
        """Forget the address at once; raises `NotFound`."""
        with self._database.write() as session:
            session.delete(self._by_token(session, token))

    def send(self, payloads: Sequence[Payload]) -> None:
        """Job: the letter that asks for a yes, or the one that tells; no address and no key waits in the queue."""
        for payload in payloads:
            number, page = int(payload["asker"]), payload.get("page")
            self._send_told(number, int(page)) if page else self._send_sure(number)

    def _ask_account(self, session: Session, actor: Actor, words: str) -> None:
        mine = queries.asks_of(session, actor)
        if self._meaning.key(words) in {self._meaning.key(one.words) for one in mine}:
            return
        if len(mine) >= MOST_OF_ONE:
            raise Invalid([Problem("words", TOO_MANY, {"most": MOST_OF_ONE})])
        session.add(_fresh(words, self._clock(), WAITING, account_id=actor.id))

    def _ask_address(self, session: Session, words: str, address: str) -> None:
        same = session.scalars(select(Asker).where(Asker.address == address)).all()
        if self._meaning.key(words) in {self._meaning.key(one.words) for one in same} or len(same) >= MOST_OF_ONE:
            return
        if queries.unsure(session) >= MOST_UNSURE:
            raise TooMany(AN_HOUR)
        asker = _fresh(words, self._clock(), UNSURE, address=address)
        session.add(asker)
        session.flush()
        enqueue(session, LETTER, {"asker": asker.id}, due=self._clock(), key=str(asker.id))

    def _send_sure(self, number: int) -> None:
        with self._database.write() as session:
            asker = session.get(Asker, number, with_for_update=True)
            if asker is None or asker.state != UNSURE:
                return
            token = tokens.fresh()
            asker.token_hash, address = tokens.hashed(token), asker.address
        link = f"{self._post.base}/wanted/told/{token}"
        body = SURE.format(site=self._post.site, link=link)
        headers = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        self._deliver(address, f"Shall {self._post.site} tell you when it is written?", body, headers)

    def _send_told(self, number: int, page_id: int) -> None:
        with self._database.write() as session:
            asker, page = session.get(Asker, number, with_for_update=True), queries.subject(session, page_id)
            if asker is None or asker.state != WAITING or page is None or PUBLIC not in page.audiences:
                return  # told by another letter, or the page is not for everybody any more: the address waits on
            asker.state, address = SENDING, asker.address
            title, words = printable(page.title), asker.words
        body = TOLD.format(site=self._post.site, words=words, title=title, link=f"{self._post.base}/wiki/{page.slug}")
        try:
            self._deliver(address, f"Written now: {title[:100]}", body, {})
        except Exception:
            self._settle(number, sent=False)
            raise
        self._settle(number, sent=True)

    def _deliver(self, address: str, subject: str, body: str, headers: dict[str, str]) -> None:
        """Post it; an address that is refused for good is no failure of ours."""
        try:
            self._post.mailer.send(address, subject, body, headers)
        except smtplib.SMTPRecipientsRefused as error:
            if max((answer[0] for answer in error.recipients.values()), default=0) < 500:
                raise

    def _settle(self, number: int, *, sent: bool) -> None:
        with self._database.write() as session:
            asker = session.get(Asker, number)
            if asker is not None and sent:
                session.delete(asker)
            elif asker is not None:
                asker.state = WAITING

    def _by_token(self, session: Session, token: str) -> Asker:
        asker = queries.by_token(session, tokens.hashed(token))
        if asker is None:
            raise NotFound("told")
        return asker


def _fresh(words: str, now: datetime, state: str, *, account_id: int | None = None, address: str = "") -> Asker:
    return Asker(words=words[:LONGEST_WORDS], account_id=account_id, address=address, state=state, day=now.date(),
                 token_hash="")  # fmt: skip
