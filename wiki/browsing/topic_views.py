"""Topics: every vocabulary with its terms, and a term's own page."""

from flask import Response, make_response, render_template, request

from wiki.browsing.blueprint import UNFINISHED, activity, bp, numbered
from wiki.browsing.forms import page_number
from wiki.browsing.service import Browsing
from wiki.kinds.model import Library
from wiki.web.current import actor, service


@bp.get("/topics")
def topics() -> str:
    """Every vocabulary that pages are filtered by, with definitions and counts."""
    shown = service(Browsing).topics(activity().counts(actor()))
    return render_template("browsing/topics.html", topics=shown)


@bp.get("/topics/<vocabulary>/<term>")
def topic(vocabulary: str, term: str) -> Response:
    """What a term means and the pages that carry it."""
    found = service(Browsing).term(actor(), vocabulary, term, page_number(request.args))
    page = render_template(
        "browsing/topic.html",
        found=found,
        listing=found.listing,
        kinds=service(Library).kinds,
        href=numbered(found.listing.ask.path),
    )
    answer = make_response(page)
    if not found.listing.ready:
        answer.headers["Cache-Control"] = UNFINISHED
    return answer
