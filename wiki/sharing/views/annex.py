"""What this room adds to a page: “Tell us how it went”, and for editors what its contributor agreed to."""

from collections.abc import Sequence

from auth.model import Permission
from auth.policy import may
from wiki.pages.reading import Readings
from wiki.sharing.service.consents import Consents
from wiki.sharing.views.about import ASKED_OF
from wiki.web.annexes import ACTIONS, MARGIN, Annex
from wiki.web.current import actor, service


def annex(slug: str) -> Sequence[Annex]:
    """The pieces for the page of this address."""
    pieces = []
    if service(Readings).stub(actor(), slug).kind in ASKED_OF:
        pieces.append(Annex(ACTIONS, "sharing/_tell_us.html", {"slug": slug}))
    if may(actor(), Permission.PAGE_RESTRICT):
        given = service(Consents).of_page(actor(), slug)
        if given:
            pieces.append(Annex(MARGIN, "sharing/_consents.html", {"given": given}))
    return pieces
