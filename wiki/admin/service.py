"""The board: what waits and how the site is, for editors and admins, each according to their role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from auth.model import Actor, Permission
from auth.policy import may, require
from search.watch import Seen, Watch
from storage.database import Database
from storage.jobs import backlog
from wiki.admin import queries
from wiki.admin.model import Figure, Source
from wiki.errors import marked

PATIENCE = 60  # seconds after which a page that cannot be found yet is worth a word


@dataclass(frozen=True, slots=True)
class Board:
    """What waits for somebody, and how the site is."""

    waiting: Sequence[Figure]
    site: Sequence[Figure]


class Overview:
    """Counts what editors and admins ask for first; `sources` are what other rooms add to what waits."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], watch: Watch, sources: Sequence[Source] = ()
    ) -> None:
        self._database = database
        self._clock = clock
        self._watch = watch
        self._sources = sources

    def board(self, actor: Actor) -> Board:
        """Everything at one glance; raises `Forbidden`."""
        require(actor, Permission.ACCOUNT_GRANT)
        now = self._clock()
        with self._database.read() as session:
            count = queries.counts(session, actor, now)
            jobs = backlog(session, now)
        manages = may(actor, Permission.ACCOUNT_MANAGE)
        waiting = [Figure(marked("Changes to review"), count["proposals"], "/review")]
        waiting += [figure for source in self._sources for figure in source(actor)]
        site = [
            Figure(marked("Published pages"), count["published"], "/changes"),
            Figure(marked("Locked pages"), count["locked"]),
            Figure(marked("Archived pages"), count["archived"]),
            Figure(marked("Open accounts"), count["accounts"], "/accounts"),
        ]
        if manages:
            stuck = marked("Work that failed again and again, such as a letter that could not be sent.")
            waiting += [
                Figure(marked("Invitations nobody has used yet"), count["invitations"], "/accounts/invitations"),
                Figure(marked("Jobs that are stuck"), jobs.parked, "/admin/jobs", stuck),
            ]
            unknown = marked("Not known: backups are made by hand.")
            site += [_findable(self._watch.look())]
            site += [Figure(marked("Jobs that wait"), jobs.waiting), Figure(marked("Last backup"), None, "", unknown)]
        return Board(waiting, site)


def _findable(seen: Seen) -> Figure:
    """How far search is behind."""
    words = marked("Pages that search does not show as they are now")
    if not seen.ready:
        away = marked("The index of search is away and is being made anew; until then lists go by titles.")
        return Figure(words, seen.pages, "", away)
    late = marked("One of them has waited for over a minute. On the server, “flask index status” says more.")
    return Figure(words, seen.pages, "", late if seen.seconds > PATIENCE else "")
