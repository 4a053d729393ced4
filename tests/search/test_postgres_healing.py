"""Whatever happens to the schema, searching never raises and the index is made whole again."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from search_library import page

from search.postgres_index import PostgresIndex
from search.query import parse
from search.upkeep import Upkeep
from storage.database import Database
from wiki.settings import ROOT

PUBLIC = frozenset({"public"})
HERE = Path(__file__).parent

DAMAGE = {
    "schema dropped": "DROP SCHEMA fieldbook_search CASCADE",
    "pages dropped": "DROP TABLE fieldbook_search.page",
    "texts dropped": "DROP TABLE fieldbook_search.text",
    "words dropped": "DROP TABLE fieldbook_search.word",
    "state dropped": "DROP TABLE fieldbook_search.state",
    "pages emptied": "TRUNCATE fieldbook_search.page",
    "texts emptied": "TRUNCATE fieldbook_search.text",
    "words emptied": "TRUNCATE fieldbook_search.word",
    "state emptied": "TRUNCATE fieldbook_search.state",
    "all emptied": "TRUNCATE TABLE "
    + ", ".join(f"fieldbook_search.{name}" for name in ("page", "text", "said", "shown", "word", "state")),
    "some pages lost": "DELETE FROM fieldbook_search.page WHERE id < 9",
    "said emptied": "TRUNCATE fieldbook_search.said",
    "shown dropped": "DROP TABLE fieldbook_search.shown",
    "some texts lost": "DELETE FROM fieldbook_search.text WHERE id < 9",
    "a column gone": "ALTER TABLE fieldbook_search.text DROP COLUMN weights",
    "another version": "UPDATE fieldbook_search.state SET version = 0",
    "of another shape": "ALTER TABLE fieldbook_search.state DROP COLUMN generation",
    "a rebuild left off": "CREATE TABLE fieldbook_search.page_next (id integer); TRUNCATE fieldbook_search.state",
}


@pytest.fixture
def url(postgresql_url):
    return postgresql_url


@pytest.fixture
def index(url):
    database = Database(url)
    yield PostgresIndex(database.engine, patience=5)
    database.dispose()


def whole(index, library):
    results = index.search(parse("union"), PUBLIC)
    assert (results.ready, results.total) == (True, 30)
    assert index.search(parse("unoin"), PUBLIC).corrected == "union"
    assert index.versions() == library.versions()
    assert index.health().ready
    assert index.ready()


def test_whatever_is_lost_is_made_anew(url, index, upkeep, library):
    upkeep.rebuild()
    with psycopg.connect(url, autocommit=True) as database:
        for what, damage in DAMAGE.items():
            database.execute(damage)
            index.search(parse("unoin"), PUBLIC)
            index.suggest("un", PUBLIC)
            index.versions()
            assert upkeep.heal(), what
            whole(index, library)
            assert not upkeep.heal(), what


@pytest.mark.parametrize("what", ["schema dropped", "words dropped", "a column gone"])
def test_a_save_makes_a_broken_index_anew_as_a_whole(url, index, upkeep, library, what):
    upkeep.rebuild()
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(DAMAGE[what])
    upkeep.index_pages([3])
    whole(index, library)


def test_pages_of_nothing_but_numbers_are_no_damage(index, library):
    library.pages = {1: replace(page(1, "2024"), summary="1877", labels=(), parts=())}
    upkeep = Upkeep(index, library)
    upkeep.rebuild()
    assert not upkeep.check()


WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from search_library import page
from search.postgres_index import PostgresIndex
from storage.database import Database
index = PostgresIndex(Database(sys.argv[2]).engine)
for n in range(10): index.put([page(int(sys.argv[3]) + n)])
"""


def test_two_writers_lose_nothing(url, index):
    index.rebuild([])
    command = [sys.executable, "-W", "ignore", "-c", WRITER, str(HERE), url]
    writers = [subprocess.Popen([*command, start], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}) for start in ("100", "200")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert set(index.versions()) == {*range(100, 110), *range(200, 210)}


def test_it_weighs_something_and_tidies_by_itself(index, upkeep):
    assert index.size() == 0
    upkeep.rebuild()
    assert index.size() > 10_000
    assert not index.tidy(lambda: False)
