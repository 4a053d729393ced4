"""Newest changes, lonely pages, and people with what they published."""

from flask import render_template, request

from wiki.browsing.blueprint import activity, bp, numbered
from wiki.browsing.forms import page_number
from wiki.kinds.model import Library
from wiki.pages.lists import Lists
from wiki.web.context import ROLES
from wiki.web.current import actor, service


@bp.get("/changes")
def changes() -> str:
    """What changed last."""
    part = activity().changes(actor(), page_number(request.args))
    return render_template("browsing/changes.html", part=part, kinds=service(Library).kinds, href=numbered("/changes"))


@bp.get("/orphans")
def orphans() -> str:
    """Pages that nothing links to."""
    shown = service(Lists).orphaned(actor())
    return render_template("browsing/orphans.html", orphans=shown, kinds=service(Library).kinds)


@bp.get("/people/<handle>")
def person(handle: str) -> str:
    """Who somebody is here, and what they published."""
    found, part = activity().person(actor(), handle, page_number(request.args))
    library = service(Library)
    return render_template(
        "browsing/person.html",
        person=found,
        role=next((words for role, words in ROLES.items() if role == found.role), ""),
        org_type=library.label("org_type", found.org_type) if found.org_type else "",
        part=part,
        kinds=library.kinds,
        href=numbered(f"/people/{found.handle}"),
    )
