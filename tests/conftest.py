"""What every test may lean on: a throw-away site, people of every role, and both databases for real."""

import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from front_door import Clock, Site, cheap_passwords, left_out
from hypothesis import HealthCheck, settings
from made_once import make_once

from storage.database import Database
from storage.schema import upgrade
from wiki.app import create_app
from wiki.settings import ROOT, Settings

MIGRATIONS = ROOT / "migrations"

# A busy machine is no failure: how long an example takes is never what is tested.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")
make_once()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that at the end no worker waits for another; every file's own order stays."""
    first = [ROOT / "tests" / folder for folder in ("browser", "journeys", "contracts")]

    def place(item: pytest.Item) -> int:
        return next((number for number, folder in enumerate(first) if folder in item.path.parents), len(first))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """Never look again for garbage among what was imported, and seldom among sites: that is a third of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """How pytest-playwright starts the browser: Debian's Chromium, which asks nobody for anything by itself."""
    known = (os.environ.get("CHROMIUM"), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
    chromium = next((path for path in known if path and Path(path).exists()), None)
    if chromium is None:
        left_out("Chromium is not on this machine")
    silent = ["background-networking", "component-update", "gpu", "quic", "sync"]
    return {
        "executable_path": chromium,
        "args": ["--no-sandbox", "--no-first-run", *(f"--disable-{what}" for what in silent)],
    }


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file at the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite3"
    database = Database(f"sqlite:///{path}")
    upgrade(database, MIGRATIONS)
    database.dispose()
    return path


@pytest.fixture
def make_site(tmp_path: Path, clock: Clock, empty_database: Path) -> Iterator[Callable[..., Site]]:
    """Makes a site from settings; by default on SQLite, without the starter library."""
    made: list[Site] = []

    def make(**chosen: object) -> Site:
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        if "database_url" not in chosen and not (data / "fieldbook.sqlite3").exists():
            shutil.copy(empty_database, data / "fieldbook.sqlite3")
        settings = Settings(**{"data": data, "starter": False, "runner": False, "secret_key": "k" * 32, **chosen})
        made.append(Site(create_app(settings, clock, cheap_passwords()), clock))
        return made[-1]

    yield make
    for site in made:
        site.service(Database).dispose()  # PostgreSQL has connections for only so many


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_site(request: pytest.FixtureRequest, make_site: Callable[..., Site]) -> Site:
    """The same site on each database."""
    if request.param == "sqlite":
        return make_site()
    return make_site(database_url=request.getfixturevalue("upgraded_postgresql_url"))


@pytest.fixture(scope="session")
def postgresql_server(worker_id: str) -> Iterator[str]:
    """A throw-away PostgreSQL cluster on a socket of its own; yields the socket's folder."""
    tools = os.environ.get("POSTGRESQL_BIN") or next(map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"))), "")
    if not tools:
        left_out("PostgreSQL is not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="fieldbook-postgresql-"))
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"
    run = [*as_user, f"{tools}/initdb", "-D", f"{folder}/data", "-U", "fieldbook", "-A", "trust", "-E", "UTF8", "-N"]
    subprocess.run(run, check=True, capture_output=True, cwd=folder)
    control = [*as_user, f"{tools}/pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log"]
    subprocess.run([*control, "-o", options, "start"], check=True, capture_output=True, cwd=folder)
    yield str(folder)
    subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    """A fresh PostgreSQL database."""
    return new_postgresql(postgresql_server)


@pytest.fixture(scope="session")
def upgraded_postgresql(postgresql_server: str) -> str:
    """A PostgreSQL database at the newest schema, to be copied."""
    url = new_postgresql(postgresql_server, "upgraded")
    database = Database(url)
    upgrade(database, MIGRATIONS)
    database.dispose()
    return "upgraded"


@pytest.fixture
def upgraded_postgresql_url(postgresql_server: str, upgraded_postgresql: str) -> Iterator[str]:
    """A PostgreSQL database of its own at the newest schema; it goes again, since hundreds fill memory."""
    name = f"t{os.urandom(6).hex()}"
    yield new_postgresql(postgresql_server, name, like=upgraded_postgresql)
    with psycopg.connect(host=postgresql_server, user="fieldbook", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def new_postgresql(server: str, name: str = "", like: str = "template1") -> str:
    """Make a PostgreSQL database, empty or a copy of another; returns its address."""
    name = name or f"t{os.urandom(6).hex()}"
    with psycopg.connect(host=server, user="fieldbook", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return f"postgresql://fieldbook@/{name}?host={server}"
