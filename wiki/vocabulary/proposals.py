"""Proposed terms: anybody signed in asks for one while writing; an editor accepts or declines, and says so."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auth import audit
from auth.errors import Forbidden
from auth.model import Actor, Permission, Role
from auth.policy import require
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.kinds import fixed
from wiki.kinds.cleaning import clean_line
from wiki.kinds.model import Library
from wiki.pages import news, queries
from wiki.pages.model import Page
from wiki.vocabulary import model, policy
from wiki.vocabulary.changing import Pen
from wiki.vocabulary.model import ACCEPTED, DECLINED, OPEN, Asked, TermProposal, Words
from wiki.vocabulary.service import add_term, declared_of, words_of

LONGEST_WHY = 500
MOST_OPEN = 20  # of one account


class TermProposals:
    """Keeps what was proposed."""

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    def is_open(self, vocabulary: str) -> bool:
        """Whether terms can be proposed for this vocabulary."""
        return vocabulary in self._library.vocabularies and fixed.takes_proposals(self._library, vocabulary)

    def propose(self, actor: Actor, vocabulary: str, label: str, why: str = "", slug: str = "") -> None:
        """Ask for a term, for the page at `slug` if the actor sees one. Raises `Forbidden`, `Invalid`, `NotFound`."""
        if not actor.is_signed_in:
            raise Forbidden(Permission.PAGE_SUBMIT, Role.MEMBER)
        if not self.is_open(vocabulary):
            raise NotFound(vocabulary)
        label, why = clean_line(label), clean_line(why)
        found = list(policy.word_problems(self._library.vocabularies[vocabulary], Words(label)))
        if len(why) > LONGEST_WHY:
            found.append(Problem("why", marked("At most %(most)s characters fit."), {"most": LONGEST_WHY}))
        if found:
            raise Invalid(found)
        with self._database.write() as session:
            self._refuse_more(session, actor, vocabulary, label)
            page = queries.find(session, actor, slug) if slug else None
            session.add(
                TermProposal(vocabulary=vocabulary, label=label, why=why, page_id=page.id if page else None,
                             account_id=actor.id, state=OPEN, key="", answer="", created=self._clock())
            )  # fmt: skip

    def waiting(self, actor: Actor) -> Sequence[Asked]:
        """What waits for a decision, oldest first."""
        require(actor, Permission.VOCABULARY_CHANGE)
        with self._database.read() as session:
            rows = select(TermProposal).where(TermProposal.state == OPEN).order_by(TermProposal.id).limit(200)
            return self._shown(session, actor, session.scalars(rows).all())

    def mine(self, actor: Actor, vocabulary: str) -> Sequence[TermProposal]:
        """What this account asked for in a vocabulary, newest first, with what became of it."""
        rows = select(TermProposal).where(TermProposal.account_id == actor.id, TermProposal.vocabulary == vocabulary)
        with self._database.read() as session:
            return session.scalars(rows.order_by(TermProposal.id.desc()).limit(MOST_OPEN)).all()

    def accept(self, actor: Actor, number: int, words: Words, onto: str = "", key: str = "") -> str:
        """Make it a term, or another name of the term `onto`; returns the key. Raises `Invalid`, `NotFound`."""
        with self._deciding(actor, number) as (session, proposal):
            pen = Pen(session, self._clock(), actor, declared_of(self._library)[proposal.vocabulary])
            if onto:
                self._become_name(pen, proposal, onto)
            else:
                onto = add_term(pen, self._library, words, key)
                pen.done(model.ADDED, onto)
            self._decide(session, actor, proposal, ACCEPTED, onto)
        return onto

    def decline(self, actor: Actor, number: int, answer: str) -> None:
        """Say no, with a reason. Raises `Invalid`, `NotFound`."""
        answer = clean_line(answer)[:LONGEST_WHY]
        if not answer:
            raise Invalid([Problem("answer", marked("Say why, so that whoever proposed it knows."))])
        with self._deciding(actor, number) as (session, proposal):
            proposal.answer = answer
            self._decide(session, actor, proposal, DECLINED, "")

    def one(self, actor: Actor, number: int) -> Asked:
        """One proposal that waits; raises `NotFound`."""
        require(actor, Permission.VOCABULARY_CHANGE)
        with self._database.read() as session:
            found = session.scalars(select(TermProposal).where(TermProposal.id == number, TermProposal.state == OPEN))
            shown = self._shown(session, actor, found.all())
        if not shown:
            raise NotFound(f"proposal {number}")
        return shown[0]

    @contextmanager
    def _deciding(self, actor: Actor, number: int) -> Iterator[tuple[Session, TermProposal]]:
        """The proposal, held so that nobody else decides about it at the same time."""
        require(actor, Permission.VOCABULARY_CHANGE)
        waits = select(TermProposal).where(TermProposal.id == number, TermProposal.state == OPEN).with_for_update()
        with self._database.write() as session:
            proposal = session.scalar(waits)
            if proposal is None or proposal.vocabulary not in self._library.vocabularies:
                raise NotFound(f"proposal {number}")
            yield session, proposal

    def _become_name(self, pen: Pen, proposal: TermProposal, onto: str) -> None:
        term = pen.vocabulary.terms.get(onto)
        if term is None or term.is_retired:
            raise Invalid([Problem("onto", marked("Choose a word of the list."))])
        if proposal.label not in (term.label, *term.also):
            pen.word(onto, replace(words_of(term), also=(*term.also, proposal.label)[: policy.MOST_NAMES]))
            pen.done(model.WORDED, onto)

    def _decide(self, session: Session, actor: Actor, proposal: TermProposal, state: str, key: str) -> None:
        now = self._clock()
        proposal.state, proposal.key, proposal.decided = state, key, now
        audit.record(session, now, actor, f"term.{state}", f"{proposal.vocabulary}/{key}", proposal=proposal.id)
        to = [proposal.account_id] if proposal.account_id is not None else []
        news.tell(session, now, news.What(f"term.{state}"), by=actor.id, to=to, term_proposal=proposal.id)

    def _shown(self, session: Session, actor: Actor, proposals: Sequence[TermProposal]) -> Sequence[Asked]:
        names = queries.people(session, [one.account_id for one in proposals])
        wanted = [one.page_id for one in proposals if one.page_id is not None]
        rows = session.execute(
            select(Page.id, Page.slug, Page.title).where(Page.id.in_(wanted), queries.visible(actor))
        )
        pages = {number: (slug, title) for number, slug, title in rows}
        known = self._library.vocabularies
        return [
            Asked(one, known[one.vocabulary].label, names.get(one.account_id or 0, ""),
                  *pages.get(one.page_id or 0, ("", "")))
            for one in proposals if one.vocabulary in known
        ]  # fmt: skip

    def _refuse_more(self, session: Session, actor: Actor, vocabulary: str, label: str) -> None:
        rows = select(TermProposal.vocabulary, TermProposal.label)
        rows = rows.where(TermProposal.account_id == actor.id, TermProposal.state == OPEN)
        mine = session.execute(rows).all()
        if any(one.vocabulary == vocabulary and one.label.casefold() == label.casefold() for one in mine):
            raise Invalid([Problem("label", marked("You proposed this already. An editor will look at it."))])
        if len(mine) >= MOST_OPEN:
            message = marked("%(most)s words of yours wait already. Wait until an editor has looked at them.")
            raise Invalid([Problem("label", message, {"most": MOST_OPEN})])
