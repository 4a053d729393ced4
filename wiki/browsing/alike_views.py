"""What stands below every page: three pages like it."""

from collections.abc import Sequence

from flask import Response, after_this_request

from wiki.browsing.blueprint import UNFINISHED
from wiki.browsing.service import Browsing
from wiki.web.annexes import BELOW, Annex
from wiki.web.current import actor, service

MOST = 3


def annex(slug: str) -> Sequence[Annex]:
    """Pages like the one that is shown; none while the index is away, and then the page is not kept as it is."""
    pages = service(Browsing).alike.find(actor(), slug, MOST)
    if pages is None:
        after_this_request(_unfinished)
    return (Annex(BELOW, "browsing/_alike.html", {"pages": pages}),) if pages else ()


def _unfinished(response: Response) -> Response:
    response.headers["Cache-Control"] = UNFINISHED
    return response
