"""The front page."""

from datetime import date

from flask import Response, make_response, render_template
from flask_babel import format_date

from wiki.browsing.blueprint import UNFINISHED, activity, bp
from wiki.browsing.front import Event
from wiki.browsing.home import front_page
from wiki.browsing.service import Browsing
from wiki.kinds.model import Library
from wiki.pages.lists import Lists
from wiki.web.current import actor, service


@bp.get("/")
def home() -> Response:
    """Search first, then where to start, what there is, and what is new."""
    shown = front_page(actor(), service(Browsing), activity(), service(Lists))
    page = render_template(
        "browsing/home.html", home=shown, kinds=service(Library).kinds, event_days=_days(shown.event)
    )
    answer = make_response(page)
    if not shown.ready:
        answer.headers["Cache-Control"] = UNFINISHED
    return answer


def _days(event: Event | None) -> str:
    """When an event is, in words."""
    if event is None:
        return ""
    days = [_day(text) for text in dict.fromkeys((event.starts, event.ends)) if text]
    return " – ".join(day for day in days if day)


def _day(text: str) -> str:
    try:
        return str(format_date(date.fromisoformat(text), "full"))
    except ValueError:
        return text
