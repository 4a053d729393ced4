"""A name out of everything: an account's, or one that stands in texts; inside the caller's transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from auth.audit import AuditEntry
from auth.model import Account
from auth.service import end_sign_ins
from storage.generation import bump
from wiki.kinds.model import Kind, Library
from wiki.pages import queries, recording
from wiki.pages.model import WITHHELD, Draft, Page, PageName, Proposal, ProposalRound, Revision, UsualSignature
from wiki.pages.preparing import prepare
from wiki.removal.tables import rewrite, summed
from wiki.removal.words import Words

NOBODY = "Name removed"


def take_out_words(
    session: Session, now: datetime, library: Library, words: Words, *, counting: bool
) -> tuple[dict[str, int], Sequence[Page]]:
    """Put “[name removed]” where the words stand, in every text of the site; what was altered, and on which pages.

    With `counting` nothing is written. Names of accounts stay: each is removed by itself.
    """
    found = _Found()
    for revision, page in _all(session, Revision):
        _in_revision(library.kinds.get(page.kind), words, revision, page, found, counting=counting)
    for table in (Proposal, ProposalRound):
        for row, page in _all(session, table):
            _in_proposal(library.kinds.get(page.kind), words, row, page, found, counting=counting)
    for draft in session.scalars(select(Draft)):
        form = words.out_of_form(library.kinds.get(draft.kind), draft.form)
        if form != draft.form or words.stands_in(draft.title):
            found.add("draft")
            if not counting:
                draft.form, draft.title = form, words.out_of(draft.title)[:200]
    for page in session.scalars(select(Page)):
        if _names_of(session, page, words) or words.stands_in(f"{page.title}\n{page.summary}\n{page.meta}"):
            found.add("page", page)
    counts = summed(found.counts, rewrite(session, words.out_of_any, counting=counting))
    if not counting:
        session.flush()
        for page in found.pages.values():
            _describe_anew(session, now, library, words, page)
        bump(session)
    return counts, list(found.pages.values())


@dataclass(slots=True)
class _Found:
    """Rows that hold the words, by table, and the pages they belong to."""

    counts: dict[str, int] = field(default_factory=dict)
    pages: dict[int, Page] = field(default_factory=dict)

    def add(self, table: str, page: Page | None = None) -> None:
        self.counts[table] = self.counts.get(table, 0) + 1
        if page is not None:
            self.pages[page.id] = page


def _in_revision(
    kind: Kind | None, words: Words, revision: Revision, page: Page, found: _Found, *, counting: bool
) -> None:
    values, note = words.out_of_values(kind, revision.values), words.out_of(revision.note)
    unsigned = _unsigned(words, revision, page, found, counting=counting)
    if values == revision.values and note == revision.note and not words.stands_in(str(revision.html)):
        return
    if not unsigned:
        found.add("revision", page)
    if not counting:
        _rewrite_revision(revision, kind, words, values)
        revision.note = note[:500]


def _unsigned(words: Words, row: Revision | Proposal, page: Page, found: _Found, *, counting: bool) -> bool:
    """Withhold the name of what is signed by a pen name that tells the words; False when it is signed otherwise."""
    if not words.stands_in(row.pen_name):
        return False
    found.add(row.__tablename__, page)
    if not counting:
        row.signed, row.pen_name = WITHHELD, ""
    return True


def _in_proposal(
    kind: Kind | None, words: Words, row: Proposal | ProposalRound, page: Page, found: _Found, *, counting: bool
) -> None:
    old = row.answer if isinstance(row, Proposal) else ""
    values, note, answer = words.out_of_values(kind, row.values), words.out_of(row.note), words.out_of(old)
    unsigned = isinstance(row, Proposal) and _unsigned(words, row, page, found, counting=counting)
    if (values, note, answer) == (row.values, row.note, old):
        return
    if not unsigned:
        found.add(row.__tablename__, page)
    if not counting:
        row.values, row.note = values, note[:500]
        if isinstance(row, Proposal):
            row.answer = answer


def account_named(session: Session, words: Words) -> Account | None:
    """An account of this name, which has to be removed by itself."""
    return session.scalar(select(Account).where(func.lower(Account.name) == words.typed.lower()).limit(1))


def forget_account(session: Session, account: Account, *, counting: bool) -> dict[str, int]:
    """Leave no name of an account: its own, its handle, its pen names, and its lines in the audit log.

    What it wrote stays, without a name. Of a closed account the e-mail address goes too.
    """
    counts: dict[str, int] = {"account": 1}
    pen_names: set[str] = set()
    for table in (Revision, Proposal):
        own = table.author_id == account.id
        pen_names |= set(session.scalars(select(table.pen_name).where(own, table.pen_name != "")))
        counts[table.__tablename__] = session.scalar(select(func.count()).select_from(table).where(own)) or 0
        if not counting:
            session.execute(update(table).where(own).values(signed=WITHHELD, pen_name=""))
    told = (AuditEntry.actor_id == account.id) | (
        AuditEntry.actor_id.is_(None) & AuditEntry.actor_name.in_([*pen_names, account.name])
    )
    counts["audit_entry"] = session.scalar(select(func.count()).select_from(AuditEntry).where(told)) or 0
    if not counting:
        session.execute(update(AuditEntry).where(told).values(actor_name=""))
        session.execute(delete(UsualSignature).where(UsualSignature.account_id == account.id))
        account.name, account.handle = NOBODY, f"removed-{account.id}"
        if not account.active:
            email = Words(account.email, whole=True)
            rewrite(session, email.out_of_any, counting=False)
            account.email, account.password_hash = f"removed-{account.id}@removed.invalid", ""
            end_sign_ins(session, account.id)
        bump(session)
    return counts


def _all(session: Session, table: Any) -> Iterator[Any]:
    """Every row with its page; rows are read in order, so that a page's stand together."""
    if table is ProposalRound:
        joined = select(table, Page).join(Proposal, Proposal.id == table.proposal_id)
    else:
        joined = select(table, Page)
    condition = Page.id == (Proposal.page_id if table is ProposalRound else table.page_id)
    yield from session.execute(joined.join(Page, condition).order_by(Page.id, table.id)).all()


def _rewrite_revision(revision: Revision, kind: Kind | None, words: Words, values: dict[str, Any]) -> None:
    if kind is not None and not revision.removed:
        prepared = prepare(kind, values, revision)
        revision.html, revision.headings = dict(prepared.html), dict(prepared.headings)
        revision.size = prepared.size
    revision.values = values
    for name in ("html", "headings"):
        setattr(revision, name, words.out_of_any(getattr(revision, name)))


def _names_of(session: Session, page: Page, words: Words) -> list[str]:
    names = session.scalars(select(PageName.name).where(PageName.page_id == page.id))
    return [name for name in names if words.stands_in_address(name)]


def _describe_anew(session: Session, now: datetime, library: Library, words: Words, page: Page) -> None:
    """Title, address, links and terms as the current words have them now."""
    page.title, page.summary = words.out_of(page.title)[:200], words.out_of(page.summary)
    page.meta = words.out_of_any(page.meta)
    gone = _names_of(session, page, words)
    session.execute(delete(PageName).where(PageName.name.in_(gone)))
    if words.stands_in_address(page.slug):
        page.slug = queries.free_slug(session, page.title)
        session.add(PageName(name=page.slug, page_id=page.id))
        session.flush()
    kind, current = library.kinds.get(page.kind), queries.revision(session, page, page.number)
    if kind is not None and current is not None and not current.removed:
        recording.describe(session, page, prepare(kind, current.values, current))
    recording.show(session, now, page)
