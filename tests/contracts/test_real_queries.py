"""A thousand random queries through the real parser equal reading every page: hits, counts, facets, suggestions."""

import os
import random
from dataclasses import replace

import psycopg
import pytest
from real_queries import ACTORS, asked, keys_of, library_page, typed
from search_index_twin import TwinIndex

from auth.policy import audience
from search.postgres_index import PostgresIndex
from search.whoosh_index import WhooshIndex
from storage.database import Database
from wiki.browsing.tallies import Tallies
from wiki.browsing.understanding import Understanding
from wiki.kinds.declaration import load
from wiki.settings import ROOT

PAGES, QUERIES = 60, 1000


@pytest.fixture(scope="module")
def truth():
    """The pages; and each query with its audience, what is found by reading every page, and what is suggested."""
    rng, library = random.Random(2026), load(ROOT / "content")
    understanding = Understanding(library, ROOT / "content", Tallies(library, lambda: 3), keys_of)
    twin = TwinIndex()
    pages = [library_page(rng, library, number) for number in range(1, PAGES + 1)]
    twin.rebuild(pages)
    answers = []
    for _ in range(QUERIES):
        query, seen_by = asked(rng, library, understanding)
        prefix = typed(rng)[: rng.randint(1, 8)]
        suggested = [hit.id for hit in twin.suggest(prefix, seen_by)]
        answers.append((query, seen_by, twin.search(query, seen_by), prefix, suggested))
    return pages, answers


@pytest.fixture(scope="module")
def whoosh(tmp_path_factory):
    return WhooshIndex(tmp_path_factory.mktemp("real") / "index")


@pytest.fixture(scope="module")
def postgresql(postgresql_server):
    name = f"real{os.urandom(4).hex()}"
    with psycopg.connect(host=postgresql_server, user="fieldbook", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    database = Database(f"postgresql://fieldbook@/{name}?host={postgresql_server}")
    yield PostgresIndex(database.engine)
    database.dispose()


@pytest.fixture(params=["whoosh", "postgresql"])
def filled(request, truth):
    """An index with the pages, which came and changed in several batches."""
    index, (pages, _) = request.getfixturevalue(request.param), truth
    before = [replace(page, title="Before", signers=("account:1",)) for page in pages[:40]]
    index.rebuild([*before, replace(pages[0], id=999)])
    index.put(pages[:30])
    index.put(pages[30:])
    index.delete([999])
    return index


def test_a_thousand_random_queries_equal_reading_every_page(filled, truth):
    _, answers = truth
    for query, seen_by, expected, *_ in answers:
        found = filled.search(query, seen_by)
        bare = tuple(replace(hit, snippet=(), part=None, why="") for hit in found.hits)
        assert replace(found, hits=bare) == expected, (query, seen_by)
    for _, seen_by, _, prefix, suggested in answers[::3]:
        assert [hit.id for hit in filled.suggest(prefix, seen_by)] == suggested, (prefix, seen_by)


def test_the_random_queries_are_of_every_kind(truth):
    _, answers = truth
    assert len(answers) >= 1000
    kinds = {
        "some": sum(expected.total > 0 for _, _, expected, _, _ in answers),
        "all words": sum(expected.complete > 1 for _, _, expected, _, _ in answers),
        "partial": sum(expected.partial for _, _, expected, _, _ in answers),
        "corrected": sum(bool(expected.corrected) for _, _, expected, _, _ in answers),
        "suggested": sum(bool(suggested) for *_, suggested in answers),
        "several pages": sum(expected.pages > 1 for _, _, expected, _, _ in answers),
        "excluded": sum(bool(query.excluded) for query, *_ in answers),
        "without": sum(bool(query.without) for query, *_ in answers),
        "ranges": sum(bool(query.ranges) for query, *_ in answers),
        "signed": sum("by" in query.filters and bool(expected.total) for query, _, expected, _, _ in answers),
        "widened": sum(any(one.worth < 1 for clause in query.clauses for one in clause.any) for query, *_ in answers),
        "beginnings": sum(any(one.prefix for clause in query.clauses for one in clause.any) for query, *_ in answers),
    }
    assert all(count > 5 for count in kinds.values()), kinds
    assert {seen_by for _, seen_by, *_ in answers} == set(map(audience, ACTORS))
