"""Topics: every vocabulary with its terms, and a term's own page."""

from urllib.parse import quote

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from wiki.browsing.blueprint import UNFINISHED, activity, bp, numbered, said
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
def topic(vocabulary: str, term: str) -> ResponseReturnValue:
    """What a term means and the pages that carry it; an old key leads on for ever."""
    if now := service(Browsing).moved(vocabulary, term):
        return redirect(f"/topics/{vocabulary}/{quote(now)}", 301)
    browsing = service(Browsing)
    found = browsing.term(actor(), vocabulary, term, page_number(request.args), said())
    page = render_template(
        "browsing/topic.html",
        found=found,
        listing=found.listing,
        ours_words=browsing.likeness.labels(found.listing.ours) if found.listing.ours else (),
        kinds=service(Library).kinds,
        href=numbered(found.listing.ask.path),
    )
    answer = make_response(page)
    if not found.listing.ready:
        answer.headers["Cache-Control"] = UNFINISHED
    return answer
