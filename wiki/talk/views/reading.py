"""A page's comments on a page of their own, the address of one of them, and who can be mentioned."""

from collections.abc import Callable

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wiki.errors import NotFound
from wiki.pages.reading import Moved, Readings
from wiki.pages.signatures import Signatures
from wiki.talk.forms import fresh
from wiki.talk.model import Talk
from wiki.talk.service.threads import Threads
from wiki.talk.views.blueprint import bp
from wiki.web.current import actor, service


@bp.get("/wiki/<slug>/talk")
def talk(slug: str) -> ResponseReturnValue:
    """All comments, those on one section, or one thread; open ones first, resolved ones folded."""
    part, thread = request.args.get("page", 1, type=int), request.args.get("thread", type=int)
    section = request.args.get("section")
    try:
        if thread is not None:
            found = service(Threads).thread(actor(), slug, thread, part)
        else:
            found = service(Threads).page(actor(), slug, part, section)
    except NotFound:
        return _moved(slug)
    return render_template(
        "talk/talk.html",
        talk=found,
        page=found.page,
        thread=thread,
        at=request.args.get("at", type=int),
        chosen=section,
        posted=fresh(service(Signatures).usual(actor()), _known(found, section), found.page.number)
        if found.may_write
        else None,
        talk_address=_numbered(slug, thread, section),
    )


@bp.get("/wiki/<slug>/talk/<int:number>")
def comment(slug: str, number: int) -> ResponseReturnValue:
    """The address of one comment: it leads to where the comment stands today."""
    spot = service(Threads).spot(actor(), slug, number)
    part, thread = spot.part if spot.part > 1 else None, spot.thread or None
    return redirect(url_for("talk.talk", slug=slug, at=number, page=part, thread=thread, _anchor=f"c-{number}"))


@bp.get("/wiki/<slug>/talk/people")
def people(slug: str) -> Response:
    """Who can be mentioned here and begins like `q`, as JSON, while people type."""
    found = service(Threads).people(actor(), slug, request.args.get("q", ""))
    return jsonify(people=[{"handle": one.handle, "name": one.name} for one in found])


def _known(found: Talk, section: str | None) -> str:
    return section if section is not None and section in found.headings else ""


def _numbered(slug: str, thread: int | None, section: str | None) -> Callable[[int], str]:
    return lambda part: url_for("talk.talk", slug=slug, thread=thread, section=section, page=part)


def _moved(slug: str) -> ResponseReturnValue:
    """An old address leads on; everything else is not there."""
    try:
        service(Readings).stub(actor(), slug)
    except Moved as error:
        return redirect(url_for("talk.talk", slug=error.slug), 301)
    raise NotFound(slug)
