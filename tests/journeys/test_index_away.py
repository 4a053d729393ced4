"""The index is lost, cut or filled with noise under a running server: readers are answered, and it heals itself."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from real_server import Browser, Server

TITLE = "Phone tree of a local"
WITHIN = 60.0  # on a machine that is busy with other things; it takes less than a second


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server with one page that can be found; on PostgreSQL where the test says so."""
    made = Server(tmp_path / "site")
    made.data.mkdir()
    if "postgresql" in request.node.name:
        made.database_url = request.getfixturevalue("upgraded_postgresql_url")
    else:
        shutil.copy(request.getfixturevalue("empty_database"), made.data / "fieldbook.sqlite3")
    made.prepare()
    made.start()
    try:
        editor = Browser(made.port)
        editor.sign_in()
        form = {"csrf_token": editor.token(), "action": "save", "summary": "Calls.", "body": "Members call each other."}
        assert editor.post("/new/page", form | {"title": TITLE}).status == 302
        healed(made, lambda: True)
        yield made
    finally:
        made.end()


def healed(server: Server, is_new: Callable[[], bool]) -> None:
    """Ask as readers do until the index is whole and new; whatever it is meanwhile, the page is found and read."""
    reader, end = Browser(server.port), time.monotonic() + WITHIN
    while time.monotonic() < end:
        found = reader.get("/search?q=phone+tree")
        others = [
            reader.get(path).status for path in ("/", "/pages", "/wiki/phone-tree-of-a-local", "/search/suggest?q=ph")
        ]
        state = reader.get("/healthz")
        assert [found.status, *others, state.status] == [200] * 6
        if (
            json.loads(state.text)["index"]["ready"]
            and TITLE in found.text
            and "Showing 1–1 of 1" in found.text
            and is_new()
        ):
            return
        assert TITLE in found.text or "prepared" not in found.text, "lists go by titles while the index is away"
        time.sleep(0.05)
    raise AssertionError((server.data / "server.log").read_text())


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def noise(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


def one(folder: Path, pattern: str) -> Path:
    return max(folder.glob(pattern), key=lambda path: path.stat().st_mtime_ns)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": shutil.rmtree,
    "emptied": lambda folder: [path.unlink() for path in folder.glob("index-*/*")],
    "a segment cut": lambda folder: cut(one(folder, "index-*/*.seg")),
    "a segment noise": lambda folder: noise(one(folder, "index-*/*.seg")),
    "contents noise": lambda folder: noise(one(folder, "index-*/*.toc")),
    "pointer cut": lambda folder: cut(folder / "current.json"),
}


@pytest.mark.slow
def test_readers_are_answered_whatever_becomes_of_the_folder(server: Server) -> None:
    folder = server.data / "index"

    def used() -> str:
        try:
            return str(json.loads((folder / "current.json").read_text())["folder"])
        except (OSError, ValueError):
            return ""

    for damage in DAMAGE.values():
        before = used()
        damage(folder)
        healed(server, lambda before=before: used() not in ("", before))  # type: ignore[misc]


@pytest.mark.slow
def test_readers_are_answered_whatever_becomes_of_the_schema_in_postgresql(server: Server) -> None:
    with psycopg.connect(server.database_url, autocommit=True) as database:
        for damage, look in (
            ("DROP SCHEMA fieldbook_search CASCADE", "SELECT 1 FROM fieldbook_search.page"),
            ("TRUNCATE fieldbook_search.state", "SELECT 1 FROM fieldbook_search.state"),
            ("TRUNCATE fieldbook_search.page", "SELECT 1 FROM fieldbook_search.page"),
        ):
            database.execute(damage)
            healed(server, lambda look=look: database.execute(look).fetchone() is not None)  # type: ignore[misc]
