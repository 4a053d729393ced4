"""Comments made ready for their reader: whose they are, their words with links, and what may be done with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from auth.model import Account, Actor, Permission
from auth.policy import may
from wiki.names import to_slug
from wiki.pages import queries as pages
from wiki.pages.model import NAMED, OPEN, PUBLISHED, Page
from wiki.rendering.mentions import link_mentions
from wiki.rendering.wiki_links import linked_titles, resolve
from wiki.talk import policy, queries
from wiki.talk.model import Comment, Person, Said


@dataclass(frozen=True, slots=True)
class Around:
    """Everything that the comments of one answer need, looked up with one question a sort."""

    accounts: Mapping[int, Account]
    mentions: Mapping[int, Mapping[str, str]]
    targets: Mapping[str, str | None]
    answered: Mapping[int, Comment]
    proposals: Mapping[int, tuple[str, int | None]]


def look_around(session: Session, actor: Actor, comments: Sequence[Comment]) -> Around:
    """Look up what these comments need."""
    known = {one.id: one for one in comments}
    missing = {one.answers_id for one in comments} - known.keys() - {None}
    answered = known | queries.by_number(session, missing)
    authors = [one.author_id for one in answered.values()]
    accounts = queries.accounts(session, [*authors, *(one.resolved_by for one in comments)])
    read = [one for one in comments if policy.reads(actor, one)]
    names = {to_slug(title) for one in read for title in linked_titles(one.html)}
    targets = {name: ref.slug for name, ref in pages.targets(session, actor, names).items()}
    mentions = queries.mentions(session, [one.id for one in read if "@" in one.html])
    return Around(accounts, mentions, targets, answered, queries.proposals(session, [one.proposal_id for one in read]))


def say(actor: Actor, page: Page, comment: Comment, around: Around) -> Said:
    """One comment as this actor sees it; of a stub nothing is left but its place."""
    reads = policy.reads(actor, comment)
    html = link_mentions(resolve(comment.html, around.targets), around.mentions.get(comment.id, {})) if reads else ""
    change, proposal = _change(actor, comment, around) if reads else ("", 0)
    answered = around.answered.get(comment.answers_id or 0) if comment.answers_id != comment.thread_id else None
    may_read_answered = answered is not None and policy.reads(actor, answered)
    return Said(
        id=comment.id,
        state=comment.state,
        by=writer(comment, around.accounts) if reads else Person(""),
        html=html,
        created=comment.created,
        edited=comment.edited if reads else None,
        reason=comment.reason if reads else "",
        may=policy.abilities(actor, comment, page.owner_id, published=page.state == PUBLISHED),
        is_stub=not reads,
        section=comment.section,
        answers=answered.id if answered is not None and may_read_answered else None,
        answers_name=writer(answered, around.accounts).name if answered is not None and may_read_answered else "",
        change=change,
        proposal=proposal,
        became=comment.became if reads else 0,
    )


def writer(comment: Comment, accounts: Mapping[int, Account]) -> Person:
    """Whose comment it is, as they signed it; a name leads to its account only when it is that account's."""
    account = accounts.get(comment.author_id or 0)
    name = comment.signature.name(account.name if account else "")
    leads = account is not None and account.active and comment.signed == NAMED
    return Person(name, account.handle if account is not None and leads else "")


def resolver(comment: Comment, accounts: Mapping[int, Account]) -> str:
    """Who resolved a thread, by name; "" for its own writer, who may have withheld theirs."""
    if comment.resolved_by is None or comment.resolved_by == comment.author_id:
        return ""
    account = accounts.get(comment.resolved_by)
    return account.name if account else ""


def _change(actor: Actor, comment: Comment, around: Around) -> tuple[str, int]:
    """What became of the change that was made of a comment, for those who may know of it."""
    state, author = around.proposals.get(comment.proposal_id or 0, ("", None))
    if not state:
        return "", 0
    reviews = may(actor, Permission.PROPOSAL_REVIEW)
    knows = reviews or (actor.id is not None and actor.id in (author, comment.author_id))
    if state in OPEN and not knows:
        return "", 0
    return state, (comment.proposal_id or 0) if reviews and state in OPEN else 0
