"""A site whose process is killed between the commit of a save and the commit of its index, again and again.

Run as a program: FOLDER DATABASE_URL ROUNDS. Every round forks a process that stands for a server after a restart: it
puts in order what the one before left, looks whether that one's page is found, saves a page, and is killed at the
round's moment.
"""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from front_door import Clock, Site, cheap_passwords
from whoosh.writing import SegmentWriter

from search import postgres_index, whoosh_writer
from search.query import parse
from search.upkeep import Upkeep
from storage.database import Database
from storage.jobs import LEASE, Runner
from wiki.app import create_app
from wiki.pages.indexing import Indexing
from wiki.pages.service import Pages
from wiki.settings import Settings

PAGES = 10
PUBLIC = frozenset({"public"})


def die(*_: object, **__: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def after(owner: Any, name: str) -> None:
    """Die once this was done."""
    done = getattr(owner, name)
    setattr(owner, name, lambda *args, **more: (done(*args, **more), die()))


def instead(owner: Any, name: str) -> None:
    """Die when this would be done."""
    setattr(owner, name, die)


EVERYWHERE: tuple[Callable[[], None], ...] = (
    lambda: instead(Runner, "run_due"),  # the save is committed, and that is all
    lambda: instead(Upkeep, "index_pages"),  # a runner has claimed the job
    lambda: after(Upkeep, "_follow"),  # the index is committed, caches are not told
    lambda: after(Upkeep, "index_pages"),  # caches are told, the job is still there
)
WHOOSH = (
    lambda: instead(SegmentWriter, "add_document"),
    lambda: instead(SegmentWriter, "_assemble_segment"),
    lambda: instead(SegmentWriter, "_commit_toc"),
    lambda: instead(whoosh_writer, "_point"),
    lambda: instead(whoosh_writer, "write_pointer"),
)
POSTGRESQL = (
    lambda: instead(postgres_index, "drop"),
    lambda: instead(postgres_index, "step"),
    lambda: after(postgres_index, "add"),
)


class Deaths:
    """The site and its rounds; what each round wrote is known before it begins, as after a restart of people."""

    def __init__(self, data: Path, url: str) -> None:
        self.clock = Clock()
        settings = Settings(data=data, database_url=url, starter=False, runner=False, secret_key="k" * 32)
        self.site = Site(create_app(settings, self.clock, cheap_passwords()), self.clock)
        self.moments = (*EVERYWHERE, *(POSTGRESQL if url else WHOOSH))
        self.slugs = [self.site.page(f"Phone tree {number}") for number in range(PAGES)]
        self.site.work()
        self.said = dict.fromkeys(self.slugs, "")
        self.numbers = dict.fromkeys(self.slugs, 1)
        self._warm_up()

    def _warm_up(self) -> None:
        """Do everything once, so that a fork finds it done: that halves the time of a round."""
        self._save(self.slugs[0], "zqonce")
        self.said[self.slugs[0]], self.numbers[self.slugs[0]] = "zqonce", 2
        self.site.service(Indexing).heal()
        self.site.work()
        self.look(self.slugs[0])
        gc.collect()
        gc.freeze()

    def round(self, number: int) -> None:
        """One restart, one save, one death."""
        slug, word = self.slugs[number % PAGES], f"zq{number}x"
        self.clock.now += LEASE + timedelta(seconds=1)
        self.site.service(Database).dispose()
        child = os.fork()
        if child == 0:
            self._live(number, slug, word)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            raise SystemExit(f"round {number} was not killed where it should be")
        self.said[slug], self.numbers[slug] = word, self.numbers[slug] + 1

    def _live(self, number: int, slug: str, word: str) -> None:
        try:
            if number % 2:
                self.site.service(Indexing).care()
            else:
                self.site.work()
            self.look(self.slugs[(number - 1) % PAGES])
            self.moments[number % len(self.moments)]()
            self._save(slug, word)
            self.site.service(Runner).run_due()
        except BaseException:
            traceback.print_exc()
        os._exit(1)

    def _save(self, slug: str, word: str) -> None:
        values = {"title": f"Phone tree of {word}", "summary": "A page for a test.", "body": f"It says {word}."}
        self.site.service(Pages).save(self.site.person("editor"), slug, self.numbers[slug], values)

    def look(self, slug: str) -> None:
        """The page is found by what it says now."""
        word = self.said[slug]
        found = self.site.service(Upkeep).index.search(parse(word or "phone"), PUBLIC)
        if slug not in {hit.slug for hit in found.hits} or (word and found.total != 1):
            raise SystemExit(f"{slug} is not found by {word}: {found}")

    def end(self, rounds: int) -> None:
        """Nothing is lost, nothing is wrong, and no word of before is left."""
        upkeep = self.site.service(Upkeep)
        self.site.service(Indexing).care()
        if drift := upkeep.check():
            raise SystemExit(str(drift))
        for slug in self.slugs:
            self.look(slug)
        old = {"zqonce", *(f"zq{number}x" for number in range(rounds))} - set(self.said.values())
        if left := [word for word in sorted(old) if upkeep.index.search(parse(word), PUBLIC).total]:
            raise SystemExit(f"still found by {left}")


def main() -> None:
    """Die as often as asked."""
    data, url, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    deaths = Deaths(data, url)
    for number in range(rounds):
        deaths.round(number)
    deaths.end(rounds)
    sys.stdout.write(f"{rounds} killed, 0 lost, 0 wrong")


if __name__ == "__main__":
    main()
