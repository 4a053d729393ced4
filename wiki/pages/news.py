"""News: what happened, said in the transaction in which it happened, for whoever keeps people in touch."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from storage.jobs import enqueue

NEWS = "news"


class What(StrEnum):
    """Everything that people may want to be told of."""

    COMMENT_ADDED = "comment.added"
    COMMENT_HIDDEN = "comment.hidden"
    COMMENT_MENTIONED = "comment.mentioned"
    COMMENT_RESOLVED = "comment.resolved"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    PAGE_ARCHIVED = "page.archived"
    PAGE_CHECK_DUE = "page.check_due"
    PAGE_MERGED = "page.merged"
    PAGE_MISMATCH = "page.mismatch"
    PAGE_PUBLISHED = "page.published"
    PROPOSAL_ACCEPTED = "proposal.accepted"
    PROPOSAL_CLAIMED = "proposal.claimed"
    PROPOSAL_CONSENT = "proposal.consent"
    PROPOSAL_DECLINED = "proposal.declined"
    PROPOSAL_REMARKED = "proposal.remarked"
    PROPOSAL_RETURNED = "proposal.returned"
    PROPOSAL_SUBMITTED = "proposal.submitted"
    PROPOSAL_WITHDRAWN = "proposal.withdrawn"
    ROLE_PROPOSED = "role.proposed"
    TERM_ACCEPTED = "term.accepted"
    TERM_DECLINED = "term.declined"
    WANTED_WRITTEN = "wanted.written"


def tell(
    session: Session,
    now: datetime,
    what: What,
    *,
    page: int | None = None,
    by: int | None = None,
    to: Sequence[int] = (),
    **ids: int | None,
) -> None:
    """Say that this happened, as a job that commits with it.

    `page` is the page's id, `by` the account that did it, `to` the accounts it is meant for beside those who watch.
    `ids` name what else it is about (`number=`, `proposal=`, `comment=`). Ids alone, never words: whoever tells people
    reads the truth again, under the rights each of them has then.
    """
    payload = {"what": what.value, "page": page, "by": by, "to": list(to), "at": now.isoformat(), **ids}
    enqueue(session, NEWS, payload, due=now)
