"""What talk adds to a page: a quiet link at each section's heading, and the newest threads below."""

from collections.abc import Sequence

from wiki.talk.service.threads import Threads
from wiki.web.annexes import BELOW, SECTIONS, Annex
from wiki.web.current import actor, service


def on_page(slug: str) -> Sequence[Annex]:
    """The pieces for one page; nothing on a page that cannot be talked about."""
    talk = service(Threads).brief(actor(), slug)
    if talk is None:
        return ()
    sections = [Annex(SECTIONS, "talk/_section.html", {"talk": talk})] if talk.may_write or talk.total else []
    return [*sections, Annex(BELOW, "talk/_below.html", {"talk": talk})]
