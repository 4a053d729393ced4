"""What is said of each thing that happened, and where it leads."""

from collections.abc import Mapping

from wiki.errors import marked
from wiki.pages.news import What
from wiki.watching.model import Line

SOMEBODY = marked("Somebody")
FIRST = marked("%(who)s published this page")
SAID: Mapping[str, str] = {
    What.COMMENT_ADDED: marked("%(who)s commented"),
    What.COMMENT_HIDDEN: marked("Your comment was hidden, with a reason"),
    What.COMMENT_MENTIONED: marked("%(who)s mentioned you in a comment"),
    What.COMMENT_RESOLVED: marked("A comment was marked as settled"),
    What.CONSENT_WITHDRAWN: marked("A contributor took their consent back, and the page is offline"),
    What.PAGE_ARCHIVED: marked("The page was archived"),
    What.PAGE_CHECK_DUE: marked("The page is due to be checked"),
    "page.merged": marked("Another page was merged into this one"),
    What.PAGE_MISMATCH: marked("A reader says that the page no longer matches what they see"),
    What.PAGE_PUBLISHED: marked("%(who)s published a new version"),
    What.PROPOSAL_ACCEPTED: marked("Your change was accepted and published"),
    What.PROPOSAL_CLAIMED: marked("Somebody began to review your change"),
    What.PROPOSAL_CONSENT: marked("Your text is ready, and waits for your consent"),
    What.PROPOSAL_DECLINED: marked("Your change was declined, with a reason"),
    What.PROPOSAL_REMARKED: marked("There is a new remark on a change that waits for review"),
    What.PROPOSAL_RETURNED: marked("Your change came back with questions"),
    What.PROPOSAL_SUBMITTED: marked("%(who)s sent a change for review"),
    What.PROPOSAL_WITHDRAWN: marked("%(who)s took a change back"),
    What.ROLE_PROPOSED: marked("Somebody is proposed as practitioner"),
    "term.accepted": marked("The word you proposed was taken up"),
    "term.declined": marked("The word you proposed was not taken up"),
    What.WANTED_WRITTEN: marked("A page you asked for is written"),
}
NO_PAGE = {What.ROLE_PROPOSED: "/accounts", "term.accepted": "/topics", "term.declined": "/topics"}
OTHER = marked("Something happened")
OWN_REMARK = marked("There is a new remark on your change")


def said(line: Line) -> str:
    """The sentence for a notice, with a place for `who`."""
    if line.what == What.PAGE_PUBLISHED and line.number == 1:
        return FIRST
    if line.what == What.PROPOSAL_REMARKED and line.own:
        return OWN_REMARK
    return SAID.get(line.what, OTHER)


def address(line: Line) -> str:
    """Where a notice leads."""
    if line.what == What.PAGE_PUBLISHED and (line.number or 0) > 1:
        return f"/wiki/{line.slug}/diff?to={line.number}"
    if line.what == What.PROPOSAL_ACCEPTED:
        return f"/wiki/{line.slug}"
    if line.what in NO_PAGE:
        return NO_PAGE[line.what]
    if line.comment is not None and line.slug:
        return f"/wiki/{line.slug}/talk/{line.comment}"
    if line.own and line.proposal:
        return f"/contribution/{line.proposal}"
    if line.what in (What.PROPOSAL_SUBMITTED, What.PROPOSAL_REMARKED) and line.proposal:
        return f"/review/{line.proposal}"
    return f"/wiki/{line.slug}" if line.slug else "/inbox"
