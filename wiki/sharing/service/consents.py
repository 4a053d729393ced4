"""Consents: given by the contributor on the text that a reviewer made ready, and taken back with the page at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auth import audit
from auth.model import Actor, Permission, Role
from auth.policy import may
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.pages import news, recording
from wiki.pages import queries as page_queries
from wiki.pages.access import release_later
from wiki.pages.model import ACCEPTED, ARCHIVED, PUBLISHED, WITHDRAWN, WITHHELD, Page, Proposal
from wiki.pages.news import What
from wiki.pages.recording import Change
from wiki.pages.service import EditConflict, Pages
from wiki.sharing import policy, queries
from wiki.sharing.model import HELD, Audience, Consent, Holder
from wiki.sharing.queries import Found
from wiki.sharing.service.contributions import remark

CHANGED = marked("The text has changed since you opened this page. Read it again before you agree.")
NOT_ASKED = marked("Nobody waits for your yes here just now. Look at where it stands.")
OFF = marked("An editor took this page off the shelves meanwhile: nothing was published, and your yes is not recorded.")
CLASH = marked(
    "Others changed the page meanwhile, where your text touches it. A reviewer puts both together and asks you again."
)
SAY_WHY = marked("Say what should be different, so that it can be mended.")


@dataclass(frozen=True, slots=True)
class Given:
    """A consent as editors see it: `name` is how its contributor signs ("" when withheld); `reviewer` finished it."""

    consent: Consent
    name: str
    reviewer: str


class Consents:
    """Keeps what contributors agreed to, and does what follows from it in the same transaction."""

    def __init__(self, database: Database, pages: Pages, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._pages = pages
        self._clock = clock

    def agree(self, holder: Holder, number: int, seen: int, audience: Audience) -> None:
        """Yes to the text of the round `seen`, for these readers: it is published. Saying it twice is saying it once.

        After publishing, the same changes who may see the page, or puts it back after consent was withdrawn. Raises
        `Invalid` when the text is another now, or cannot be published.
        """
        with self._database.read() as session:
            found = queries.find(session, holder, number, self._clock())
            reviewer = self._reviewer(session, found.proposal)
        proposal = found.proposal
        if proposal.state == ACCEPTED:
            return self._again(holder, number, audience)
        if not policy.may_agree(proposal):
            raise Invalid([Problem("agree", NOT_ASKED)])
        if proposal.round != seen:
            raise Invalid([Problem("agree", CHANGED)])
        return self._publish(holder, found, reviewer, audience)

    def refuse(self, holder: Holder, number: int, words: str) -> None:
        """No to this text: it goes back to whoever reviews it, with the contributor's words."""
        if not words.strip():
            raise Invalid([Problem("words", SAY_WHY)])
        now = self._clock()
        with self._database.write() as session:
            found = queries.find(session, holder, number, now, lock=True)
            if not policy.may_agree(found.proposal):
                raise Invalid([Problem("words", NOT_ASKED)])
            self._back_to_review(session, now, holder, found, words.strip()[:5000])

    def withdraw(self, holder: Holder, number: int) -> None:
        """Take the consent back: the page is off the shelves at once, and stays off until it is given again."""
        now = self._clock()
        with self._database.write() as session:
            found = queries.find(session, holder, number, now, lock=True)
            proposal, page = found.proposal, found.page
            given = queries.consents(session, proposal=number)
            if not policy.may_withdraw(proposal, page, given):
                return
            held = given[0] if given and given[0].withdrawn is None else _consent(holder, found, Audience(), None, now)
            session.add(held)
            held.withdrawn, held.took_offline = now, page.state == PUBLISHED
            page.state, page.agreed = ARCHIVED, WITHDRAWN
            who = _named(holder, proposal)
            audit.record(session, now, who, "consent.withdrawn", page.slug, proposal=number)
            recording.touch(session, now, who, page, "page.archived", reason="consent withdrawn")
            news.tell(session, now, What.CONSENT_WITHDRAWN, page=page.id, by=holder.actor.id,
                      to=[one for one in (held.reviewer_id,) if one], proposal=number)  # fmt: skip

    def of_page(self, actor: Actor, slug: str) -> Sequence[Given]:
        """What was agreed to about a page, newest first, for editors; nothing for anybody else."""
        if not may(actor, Permission.PAGE_RESTRICT):
            return []
        with self._database.read() as session:
            page = page_queries.find(session, actor, slug)
            rows = queries.consents(session, page=page.id) if page is not None else []
            people = page_queries.people(
                session, [number for one in rows for number in (one.account_id, one.reviewer_id)]
            )
            ids = [one.proposal_id for one in rows]
            signed = {one.id: one.signature for one in session.scalars(select(Proposal).where(Proposal.id.in_(ids)))}
        return [
            Given(one, signed[one.proposal_id].name(people.get(one.account_id or 0, "")),
                  people.get(one.reviewer_id or 0, ""))
            for one in rows
        ]  # fmt: skip

    def _publish(self, holder: Holder, found: Found, reviewer: Actor, audience: Audience) -> None:
        proposal = found.proposal
        change = Change(proposal.values, proposal.note, proposal.author_id, proposal.id, round=proposal.round,
                        signature=proposal.signature)  # fmt: skip

        def first(session: Session, page: Page) -> None:
            self._record(session, holder, replace(found, page=page), audience, reviewer.id)

        try:
            self._pages.publish_change(reviewer, found.page.id, proposal.base_number, change, first)
        except EditConflict:
            now = self._clock()
            with self._database.write() as session:
                again = queries.find(session, holder, proposal.id, now, lock=True)
                self._back_to_review(session, now, holder, again, "")
            raise Invalid([Problem("agree", CLASH)]) from None
        except NotFound:
            self._explain(holder, proposal)

    def _explain(self, holder: Holder, proposal: Proposal) -> None:
        """Why it could not be published: done already, another text now, or the page is off the shelves."""
        with self._database.read() as session:
            now = queries.find(session, holder, proposal.id, self._clock())
        if now.proposal.state == ACCEPTED:
            return
        moved = (now.proposal.round, now.proposal.state) != (proposal.round, proposal.state)
        raise Invalid([Problem("agree", CHANGED if moved else OFF)])

    def _again(self, holder: Holder, number: int, audience: Audience) -> None:
        """Agree once more to a page that was published: for other readers, or after withdrawing."""
        now = self._clock()
        with self._database.write() as session:
            found = queries.find(session, holder, number, now, lock=True)
            page, given = found.page, queries.consents(session, proposal=number)
            if not policy.was_consented(found.proposal, page, given):
                return
            same = (page.agreed, page.agreed_until) == (audience.visibility, _until(audience))
            if same:
                return
            back = page.agreed == WITHDRAWN and bool(given) and given[0].took_offline
            self._record(session, holder, found, audience, given[0].reviewer_id if given else None)
            page.state = PUBLISHED if back else page.state
            action = "page.restored" if back else "page.restricted"
            recording.touch(session, now, _named(holder, found.proposal), page, action, visibility=page.visibility)

    def _record(self, session: Session, holder: Holder, found: Found, audience: Audience, reviewer: int | None) -> None:
        """Write the consent down, and let the page be seen by whom it is for."""
        now, page = self._clock(), found.page
        made = policy.made_page(found.proposal, page)
        seen_by = audience if made else Audience(page.visibility, page.held_until)
        session.add(_consent(holder, found, seen_by, reviewer, now))
        audit.record(session, now, _named(holder, found.proposal), "consent.given", page.slug,
                     proposal=found.proposal.id, round=found.proposal.round, visibility=seen_by.visibility)  # fmt: skip
        if made:
            page.visibility, page.held_until = audience.visibility, _until(audience)
            page.agreed, page.agreed_until = audience.visibility, _until(audience)
            release_later(session, page)

    def _back_to_review(self, session: Session, now: datetime, holder: Holder, found: Found, words: str) -> None:
        proposal = found.proposal
        change = Change(proposal.values, proposal.note)
        recording.add_round(session, now, proposal, proposal.base_number, change)
        if words:
            remark(session, now, holder, proposal, words)
        audit.record(session, now, _named(holder, proposal), "consent.refused", str(proposal.id))

    def _reviewer(self, session: Session, proposal: Proposal) -> Actor:
        """Who made the text ready, with at least the rights it took then; nobody when that account is gone."""
        mended = next((one.mended_by for one in reversed(queries.rounds(session, proposal)) if one.mended_by), None)
        who = queries.actor_of(session, proposal.claimed_by or proposal.reviewer_id or mended)
        return replace(who, role=max(who.role, Role.TRAINER)) if who else Actor(None, Role.TRAINER, "", "")


def _consent(holder: Holder, found: Found, audience: Audience, reviewer: int | None, now: datetime) -> Consent:
    author = found.proposal.author_id
    by_account = author is not None and holder.actor.id == author
    return Consent(
        proposal_id=found.proposal.id,
        page_id=found.page.id,
        account_id=author if by_account else None,
        by_code=not by_account,
        reviewer_id=reviewer,
        round=found.proposal.round,
        visibility=audience.visibility,
        held_until=_until(audience),
        given=now,
        took_offline=False,
    )


def _until(audience: Audience) -> date | None:
    return audience.held_until if audience.visibility == HELD else None


def _named(holder: Holder, proposal: Proposal) -> Actor:
    """Whom the audit log names for it."""
    return recording.nobody(holder.actor) if proposal.signed == WITHHELD else holder.actor
