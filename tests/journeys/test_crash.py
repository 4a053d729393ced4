"""Crashes: kill -9 at random moments under saves over HTTP loses no save that was acknowledged; stopping neither."""

import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from real_server import Browser, Server

from storage.database import Database
from storage.schema import drift

WRITERS = 3
KILLS = 5
FOUND_WITHIN = 60.0


@pytest.fixture
def server(tmp_path: Path, empty_database: Path) -> Iterator[Server]:
    made = Server(tmp_path / "site")
    made.data.mkdir()
    (made.data / "fieldbook.sqlite3").write_bytes(empty_database.read_bytes())
    made.prepare()
    yield made
    made.end()


@dataclass
class Load:
    """Writers that save as fast as they are answered, and what they were told is kept."""

    browsers: list[Browser]
    kept: list[tuple[str, str]] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> list[threading.Thread]:
        self.over.clear()
        threads = [
            threading.Thread(target=self._write, args=(n, one), daemon=True) for n, one in enumerate(self.browsers)
        ]
        for thread in threads:
            thread.start()
        return threads

    def wait_for(self, saves: int) -> None:
        """Until so many more saves were acknowledged."""
        goal = len(self.kept) + saves
        with self.more:
            assert self.more.wait_for(lambda: len(self.kept) >= goal, timeout=60), "the server answers no saves"

    def _write(self, number: int, browser: Browser) -> None:
        try:
            token, slug, base = browser.token(), "", 0
            while not self.over.is_set():
                word = f"w{number}s{len(self.kept)}r{random.getrandbits(32):x}"
                form = {
                    "csrf_token": token,
                    "action": "save",
                    "base": str(base),
                    "summary": "Saved.",
                    "body": f"It says {word}.",
                }
                path = f"/wiki/{slug}/edit" if base else "/new/page"
                answer = browser.post(path, form | {"title": f"Page of {word}"})
                if answer.status != 302:
                    continue
                with self.more:
                    self.kept.append((f"Page of {word}", word))
                    self.more.notify_all()
                slug, base = answer.location.rsplit("/", 1)[-1], (base + 1) % 4  # a new page now and then
        except OSError:
            return  # the server is gone; what it did not acknowledge is not promised


def check(server: Server, load: Load) -> None:
    """Everything acknowledged is in the history, and the file is in order."""
    path = server.data / "fieldbook.sqlite3"
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        history = "\n".join(row[0] for row in connection.execute('SELECT "values" FROM revision'))
        gaps = connection.execute(
            "SELECT page_id FROM revision GROUP BY page_id HAVING COUNT(*) != MAX(number)"
        ).fetchall()
        torn = connection.execute(
            "SELECT id FROM page WHERE number != (SELECT MAX(number) FROM revision WHERE page_id = page.id)"
        ).fetchall()
    assert [word for _title, word in load.kept if word not in history] == []
    assert (gaps, torn) == ([], [])


@pytest.mark.slow
def test_a_killed_server_loses_nothing_it_said_it_kept(server: Server) -> None:
    chance = random.Random(11)
    server.start()
    load = Load([Browser(server.port) for _ in range(WRITERS)])
    for browser in load.browsers:
        browser.sign_in()
    for _ in range(KILLS):
        threads = load.run()
        load.wait_for(chance.randint(2, 15))
        server.kill()
        for thread in threads:
            thread.join(timeout=60)
        check(server, load)
        server.start()  # the same cookies: a sign-in outlives a crash too
    title, word = load.kept[-1]
    assert _is_found(server, title, word)
    database = Database(f"sqlite:///{server.data / 'fieldbook.sqlite3'}")
    assert drift(database) == []
    database.dispose()


@pytest.mark.slow
def test_stopping_under_load_ends_by_itself_and_loses_nothing(server: Server) -> None:
    server.start()
    load = Load([Browser(server.port) for _ in range(WRITERS)])
    for browser in load.browsers:
        browser.sign_in()
    threads = load.run()
    load.wait_for(5)
    assert server.stop() == 0
    for thread in threads:
        thread.join(timeout=60)
    check(server, load)


def _is_found(server: Server, title: str, word: str) -> bool:
    """Whether search finds it; the index follows a moment after the save, so it is asked until then."""
    browser, end = Browser(server.port), time.monotonic() + FOUND_WITHIN
    while time.monotonic() < end:
        if (
            f">{title}" in browser.get(f"/search?q={word}").text
            or word in browser.get("/search/suggest?q=Page+of+" + word).text
        ):
            return True
        time.sleep(0.2)
    return False
