"""A live server with the starter library, made once; every test gets windows of its own and answers for them."""

import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_place import Place
from front_door import Clock, Site, cheap_passwords
from playwright.sync_api import Browser
from werkzeug.serving import WSGIRequestHandler, make_server

from search.upkeep import Upkeep
from storage.database import Database
from wiki.app import create_app
from wiki.serving import prepare
from wiki.settings import Settings
from wiki.transfer.service import Transfer


class Quiet(WSGIRequestHandler):
    """Keeps connections open as a real server does, and the log to itself."""

    protocol_version = "HTTP/1.1"

    def log(self, *_: object) -> None:
        """Say nothing."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def library_site(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[tuple[Site, str]]:
    """The site, serving at an address of its own."""
    data = tmp_path_factory.mktemp("browser") / "data"
    data.mkdir()
    shutil.copy(empty_database, data / "fieldbook.sqlite3")
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        settings = Settings(data=data, port=port, runner=False, secret_key="k" * 32)
        clock = Clock()
        site = Site(create_app(settings, clock, cheap_passwords()), clock)
        prepare(settings, site.service(Database), site.service(Transfer))
        site.service(Upkeep).rebuild()
        site.work()
        server = make_server("127.0.0.1", port, site.app, threaded=True, request_handler=Quiet, fd=door.fileno())
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield site, settings.address
        server.shutdown()
        thread.join()
        site.service(Database).dispose()


@pytest.fixture
def place(library_site: tuple[Site, str], browser: Browser) -> Iterator[Place]:
    """The running site; at the end nothing may have gone wrong in any window."""
    place = Place(*library_site, browser)
    yield place
    assert place.leave() == []
