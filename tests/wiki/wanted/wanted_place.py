"""A site that is searched, with short words for what tests ask of it."""

from front_door import Site
from sqlalchemy import select

from auth.model import Actor
from storage.database import Database
from wiki.wanted.model import Asked, Asker, Found
from wiki.wanted.service.counting import Counting
from wiki.wanted.service.groups import Groups

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/150"


def search(site: Site, *texts: str, people: int = 1, found: bool = False, start: int = 0) -> None:
    """So many people search for each of these, and it is written down."""
    for text in texts:
        for person in range(start, start + people):
            site.service(Counting).note(text, f"192.0.2.{person}\n{BROWSER}", found=found)
    site.service(Counting).flush()


def rows(site: Site) -> list[tuple[str, int, int, int]]:
    """What is kept of searches: words, asked, in vain, opened."""
    with site.service(Database).read() as session:
        found = session.scalars(select(Asked).order_by(Asked.words, Asked.day)).all()
    return [(one.words, one.asked, one.in_vain, one.opened) for one in found]


def found(site: Site, show: str = "nothing") -> Found:
    """What an editor sees."""
    return site.service(Groups).found(site.person("editor"), show)


def askers(site: Site) -> list[Asker]:
    """Everybody who waits to be told."""
    with site.service(Database).read() as session:
        return list(session.scalars(select(Asker).order_by(Asker.id)))


def editor(site: Site) -> Actor:
    return site.person("editor")
