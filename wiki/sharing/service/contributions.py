"""A contributor's own contribution: where it stands, questions and answers, another round, and taking it back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auth.model import Actor
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem, WikiError, marked
from wiki.kinds.model import Kind, Library, Values
from wiki.pages import news, recording
from wiki.pages import queries as page_queries
from wiki.pages.codes import fingerprint, hash_code, new_code
from wiki.pages.merge import merge
from wiki.pages.model import ARCHIVED, WITHDRAWN, WITHHELD, Page, Proposal, ProposalRound, Remark, Signature
from wiki.pages.news import What
from wiki.pages.preparing import check, keep_hidden
from wiki.pages.recording import Change
from wiki.sharing import policy, queries
from wiki.sharing.model import Consent, Holder
from wiki.sharing.queries import Found

LONGEST_REMARK = 5000
EMPTY = marked("Write what you want to say.")
DECIDED = marked("This was decided meanwhile, so it can be changed no more. Look at where it stands.")


class Meanwhile(WikiError):
    """A reviewer wrote on it while its writer did, and both touch (409): `theirs` is what it says now, in `round`."""

    def __init__(self, theirs: Values, round: int) -> None:
        super().__init__("mended meanwhile")
        self.theirs = theirs
        self.round = round


@dataclass(frozen=True, slots=True)
class Contribution:
    """One contribution as its writer sees it. `mine` is what they sent last, `values` what it says now.

    `ends` is when its code runs out; None for an account. `page_open` tells whether its page can be read by them.
    """

    proposal: Proposal
    page: Page
    kind: Kind
    mine: Values
    values: Values
    rounds: Sequence[ProposalRound]
    remarks: Sequence[Remark]
    consents: Sequence[Consent]
    people: Mapping[int, str]
    page_open: bool
    ends: datetime | None

    @property
    def may_change(self) -> bool:
        """Whether it can be written on."""
        return policy.may_change(self.proposal)

    @property
    def may_agree(self) -> bool:
        """Whether its writer is asked for their consent."""
        return policy.may_agree(self.proposal)

    @property
    def made_page(self) -> bool:
        """Whether its page began with it."""
        return policy.made_page(self.proposal, self.page)

    @property
    def may_withdraw(self) -> bool:
        """Whether its writer can take consent and page back."""
        return policy.may_withdraw(self.proposal, self.page, self.consents)

    @property
    def is_withdrawn(self) -> bool:
        """Whether they did, and may agree again."""
        return policy.was_consented(self.proposal, self.page, self.consents) and self.page.agreed == WITHDRAWN


class Contributing:
    """The contributor's half of review; nobody but the writer of a proposal comes through here."""

    def __init__(self, database: Database, library: Library, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    def by_code(self, typed: str) -> tuple[int, str]:
        """The number of what this code opens, and the mark that keeps it open in a session.

        Raises `NotFound` for a code that is wrong, ran out or was replaced; which of these is not told.
        """
        with self._database.read() as session:
            proposal = queries.by_code(session, hash_code(typed), self._clock())
        if proposal is None:
            raise NotFound("code")
        return proposal.id, fingerprint(proposal.code_hash)

    def one(self, holder: Holder, number: int) -> Contribution:
        """One's own contribution; raises `NotFound` for anybody else's."""
        with self._database.read() as session:
            found = queries.find(session, holder, number, self._clock())
            return self._shown(session, holder, found)

    def say(self, holder: Holder, number: int, words: str, field: str = "") -> None:
        """Say something to those who review it; raises `Invalid` for nothing or too much."""
        text = words.strip()
        if not text:
            raise Invalid([Problem("words", EMPTY)])
        if len(text) > LONGEST_REMARK:
            counts = {"count": len(text), "most": LONGEST_REMARK}
            raise Invalid([Problem("words", "This is %(count)s characters long; at most %(most)s fit.", counts)])
        now = self._clock()
        with self._database.write() as session:
            found = queries.find(session, holder, number, now, lock=True)
            known = field if field in self._kind(found.page).by_key else ""
            remark(session, now, holder, found.proposal, text, known)

    def change(
        self, holder: Holder, number: int, seen: int, values: Values, note: str = "", signature: Signature | None = None
    ) -> None:
        """Send another round, written on top of the round `seen`; what a reviewer wrote since is merged.

        Raises `Meanwhile` when both touch, `Invalid` when it was decided or cannot be kept as it is.
        """
        now = self._clock()
        with self._database.write() as session:
            found = queries.find(session, holder, number, now, lock=True)
            proposal, kind = found.proposal, self._kind(found.page)
            if not policy.may_change(proposal):
                raise Invalid([Problem("", DECIDED)])
            mine = self._merged(session, kind, found, seen, values)
            change = Change(check(kind, self._library, mine), note, author_id=proposal.author_id,
                            signature=signature or proposal.signature)  # fmt: skip
            recording.submit(session, now, _shown_as(holder, change.signature), found.page, proposal.base_number,
                             change, proposal)  # fmt: skip

    def take_back(self, holder: Holder, number: int) -> None:
        """Take it back: nobody reviews it, and a page that is nothing but it is off every list."""
        now = self._clock()
        with self._database.write() as session:
            found = queries.find(session, holder, number, now, lock=True)
            proposal, page = found.proposal, found.page
            if proposal.state == WITHDRAWN:
                return
            if not policy.may_take_back(proposal):
                raise Invalid([Problem("", DECIDED)])
            who = _shown_as(holder, proposal.signature)
            recording.decide(session, now, who, proposal.id, WITHDRAWN)
            proposal.reviewer_id = None
            if page.number == 0 and policy.made_page(proposal, page):
                page.state = ARCHIVED
                recording.touch(session, now, who, page, "page.archived", reason="taken back")

    def new_code(self, holder: Holder, number: int) -> tuple[str, str]:
        """Another code instead of the one that somebody may have seen, and its mark; the old one opens nothing more."""
        code = new_code()
        with self._database.write() as session:
            found = queries.find(session, holder, number, self._clock(), lock=True)
            if not found.proposal.code_hash:
                raise NotFound("code")
            found.proposal.code_hash = hash_code(code)
        return code, fingerprint(hash_code(code))

    def _shown(self, session: Session, holder: Holder, found: Found) -> Contribution:
        proposal, page, kind = found.proposal, found.page, self._kind(found.page)
        rounds, remarks = queries.rounds(session, proposal), queries.remarks(session, proposal)
        own = next((one.values for one in reversed(rounds) if one.mended_by is None), proposal.values)
        ids = [proposal.reviewer_id, proposal.claimed_by, *(one.mended_by for one in rounds),
               *(one.author_id for one in remarks if one.from_review)]  # fmt: skip
        return Contribution(
            proposal, page, kind, queries.written(session, kind, found, own),
            queries.written(session, kind, found, proposal.values), rounds, remarks,
            queries.consents(session, proposal=proposal.id), page_queries.people(session, ids),
            queries.is_open_to(session, holder.actor, page), found.ends,
        )  # fmt: skip

    def _merged(self, session: Session, kind: Kind, found: Found, seen: int, values: Values) -> Values:
        """What was written, with what a reviewer wrote meanwhile, and with what its writer is not shown."""
        proposal = found.proposal
        base = page_queries.revision(session, found.page, proposal.base_number) if proposal.base_number else None
        mine = keep_hidden(kind, base.values if base else {}, values, sees_all=False)
        before = next((one.values for one in queries.rounds(session, proposal) if one.number == seen), None)
        if seen == proposal.round or before is None:
            return mine
        outcome = merge(kind, before, proposal.values, mine)
        if not outcome.clean:
            raise Meanwhile(queries.written(session, kind, found, proposal.values), proposal.round)
        return outcome.values

    def _kind(self, page: Page) -> Kind:
        if page.kind not in self._library.kinds:
            raise NotFound(page.kind)
        return self._library.kinds[page.kind]


def remark(session: Session, now: datetime, holder: Holder, proposal: Proposal, text: str, field: str = "") -> None:
    """Add the contributor's word, and tell whoever looks after it."""
    author = proposal.author_id
    session.add(Remark(proposal_id=proposal.id, round=proposal.round, field=field, text=text, author_id=author,
                       from_review=False, created=now))  # fmt: skip
    proposal.updated = now
    news.tell(session, now, What.PROPOSAL_REMARKED, page=proposal.page_id, by=holder.actor.id,
              to=[proposal.claimed_by] if proposal.claimed_by else [], proposal=proposal.id)  # fmt: skip


def _shown_as(holder: Holder, signature: Signature) -> Actor:
    """Whom the audit log names: nobody for a withheld name, or for a code."""
    return recording.nobody(holder.actor) if signature.signed == WITHHELD else holder.actor
