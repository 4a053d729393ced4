"""Pages that are checked, as tests make them."""

from datetime import date

from front_door import Site

from auth.model import Actor
from wiki.freshness.model import Check
from wiki.freshness.service import Freshness
from wiki.kinds.model import Library
from wiki.pages.service import Pages

STEPS = "1. Open the settings.\n2. Turn *two-step sign-in* on.\n3. Print the codes."


def how_to(site: Site, title: str = "Turn two-step sign-in on", by: str = "editor", **values: object) -> str:
    """A published how-to, checked on the day the clock of tests begins; returns its slug."""
    area = next(iter(site.service(Library).vocabularies["areas"].terms))
    whole = {
        "title": title,
        "summary": "After this you can sign in safely.",
        "tools": [{"tool": "Chatter"}],
        "areas": [area],
        "level": "1_starting",
        "steps": STEPS,
        "checked_on": "2026-11-23",
        "checked_against": "Chatter 4",
        **values,
    }
    return site.service(Pages).create(site.person(by), "how_to", whole).slug


def checked(site: Site, actor: Actor, slug: str, day: str, against: str = "Chatter 5", **more: object) -> None:
    """Say that the page was checked on this day."""
    site.service(Freshness).check(actor, slug, Check(date.fromisoformat(day), against, **more))
