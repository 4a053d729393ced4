"""What stands below every page: three pages like it."""

from collections.abc import Sequence

from wiki.browsing.service import Browsing
from wiki.web.annexes import BELOW, Annex
from wiki.web.current import actor, service

MOST = 3


def annex(slug: str) -> Sequence[Annex]:
    """Pages like the one that is shown; none while the index is away."""
    pages = service(Browsing).alike.find(actor(), slug, MOST)
    return (Annex(BELOW, "browsing/_alike.html", {"pages": pages}),) if pages else ()
