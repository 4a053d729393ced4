"""A page, its source and its links, as readers see them."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from wiki.kinds.document import write
from wiki.kinds.model import Library
from wiki.pages import policy
from wiki.pages.model import SUBMITTED, Page
from wiki.pages.presentation import present
from wiki.pages.reading import Readings
from wiki.pages.service import Pages
from wiki.pages.views.blueprint import bp
from wiki.web.annexes import annexes
from wiki.web.current import actor, service


@bp.get("/wiki/<slug>")
def read(slug: str) -> ResponseReturnValue:
    """The page as it stands; one that waits for review says so to those who may know of it."""
    page = service(Readings).stub(actor(), slug)
    if page.state == SUBMITTED:
        return render_template("pages/submitted.html", page=page, annexes=annexes(slug), **abilities(page))
    reading = service(Readings).page(actor(), slug)
    view = present(reading, service(Library))
    return render_template(
        "pages/read.html",
        view=view,
        page=reading.page,
        section=page.kind,
        annexes=annexes(reading.page.slug),
        **abilities(page),
    )


@bp.get("/wiki/<slug>/source")
def source(slug: str) -> Response:
    """The whole document as plain Markdown with front matter, without what is withheld."""
    reading = service(Readings).page(actor(), slug)
    return Response(write(reading.kind, reading.page.meta, reading.shared), mimetype="text/markdown")


@bp.get("/wiki/<slug>/links")
def links(slug: str) -> str:
    """What links here."""
    page, refs = service(Readings).links(actor(), slug)
    return render_template("pages/links.html", page=page, refs=refs, kinds=service(Library).kinds)


def abilities(page: Page) -> dict[str, bool]:
    """What this reader may do with the page, as plain booleans for the template."""
    who = actor()
    return {
        "may_edit": policy.may_edit(who, page),
        "may_publish": policy.may_publish(who, service(Pages).kind(page.kind), page),
        "may_move": policy.may_move(who, page),
        "may_archive": policy.may_archive(who, page),
        "may_unarchive": policy.may_unarchive(who, page),
        "may_restrict": policy.may_restrict(who, page),
    }
