"""What each role may do and how one gets there, made from the table that rules the site."""

from flask import render_template
from flask_babel import lazy_gettext as _

from auth.model import JoinMode, Role
from auth.policy import LOWEST
from wiki.errors import NotFound
from wiki.reviews.views.blueprint import bp
from wiki.rules.service import Rules
from wiki.web.context import ROLES
from wiki.web.current import service

SENTENCES = {  # by permission, for the pages about roles; a test names those that lack one
    "account:grant": _("Give others a role, up to trainer, and say yes when somebody's work proposes them."),
    "account:manage": _("Look after every account: invite, close and open it, give every role."),
    "audit:read": _("Read who did what, and when."),
    "event:publish": _("Publish events and their sessions at once."),
    "page:archive": _("Take a page off the shelves, and put it back."),
    "page:check": _("Say that a how-to still matches the screen."),
    "page:lock": _("Lock a page, with a reason, and open it again; publish on a locked page."),
    "page:merge": _("Make one page of two."),
    "page:move": _("Give a page another address; the old one leads to it for ever."),
    "page:publish": _("Write and change pages; what you save is published at once."),
    "page:read_members": _("Read the pages that are for members."),
    "page:read_public": _("Read every public page, search and compare."),
    "page:restrict": _("Say who sees a page, and see what contributors asked to withhold."),
    "page:submit": _("Write and change pages; somebody who reviews looks before they are published."),
    "page:suggest": _("Suggest a change to a page."),
    "page:tag": _("Tidy the tags of many pages at once."),
    "proposal:review": _("Review what others sent: accept, mend, return or decline it."),
    "site:configure": _("Choose the rules of the house."),
    "comment:moderate": _("Look at comments that are held, and hide or withdraw those of others."),
    "comment:write": _("Comment on a page, answer, and mention others."),
    "content:remove": _("Remove words or a name for good, wherever they are kept."),
    "vocabulary:change": _("Add, rename, merge and retire the words pages are tagged with."),
    "wanted:manage": _("See what nobody found, and say which pages are wanted."),
}
BY_NAME = {role.name.lower(): role for role in Role}


@bp.get("/roles")
def roles() -> str:
    """All roles, from reader to admin."""
    return render_template("reviews/roles.html", roles=[_told(role) for role in Role], **_ways())


@bp.get("/roles/<name>")
def role(name: str) -> str:
    """One role."""
    if name not in BY_NAME:
        raise NotFound(f"role {name}")
    mine = BY_NAME[name]
    before = [_told(one) for one in Role if one < mine]
    return render_template("reviews/role.html", one=_told(mine), before=before, **_ways())


def _told(role: Role) -> dict[str, object]:
    """A role with the sentences of what it may do beyond the one before."""
    held = (permission for permission, lowest in LOWEST.items() if lowest is role)
    mine = [SENTENCES[permission] for permission in held if permission in SENTENCES]
    return {"key": role.name.lower(), "name": ROLES[role], "may": mine}


def _ways() -> dict[str, object]:
    return {"enough": service(Rules).now().after_accepted, "open": JoinMode.OPEN}
