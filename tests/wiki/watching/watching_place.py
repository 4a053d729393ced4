"""A site whose people watch things, with short words for what tests ask of it."""

from dataclasses import dataclass

from front_door import Site
from sqlalchemy import select

from auth.model import Actor
from storage.database import Database
from wiki.pages.service import Pages
from wiki.watching.inbox import Inbox
from wiki.watching.model import Letter, Line
from wiki.watching.service import Watching

WEEK = 7 * 24 * 3600


@dataclass(frozen=True)
class Place:
    """The site, and what its people are told."""

    site: Site

    def watch(self, who: Actor, sort: str, name: str) -> None:
        self.site.service(Watching).start(who, sort, name)

    def change(self, slug: str, by: Actor, base: int = 1, **values: object) -> None:
        """Somebody publishes another version of a plain page."""
        whole = {"title": "Texting members before a vote", "summary": "A page.", "body": f"Words {base}.", **values}
        self.site.service(Pages).save(by, slug, base, whole)

    def told(self, who: Actor) -> list[Line]:
        """What stands in somebody's inbox, newest first, once all work is done."""
        self.site.work()
        return list(self.site.service(Inbox).part(who, 1).lines)

    def whats(self, who: Actor) -> list[str]:
        return [line.what for line in self.told(who)]

    def letters(self, who: Actor) -> list[Letter]:
        with self.site.service(Database).read() as session:
            mine = select(Letter).where(Letter.account_id == who.id).order_by(Letter.id)
            return list(session.scalars(mine))

    def choose(self, who: Actor, watched: str = "weekly", meant: str = "once", *, watch_own: bool = True) -> None:
        self.site.service(Watching).choose(who, watched, meant, watch_own=watch_own)
