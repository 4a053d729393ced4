"""The chore that keeps the index: at once where it is away, now and then where it drifts, tidy while nothing waits."""

import shutil

import pytest
from front_door import Site

from search.errors import IndexBusy
from search.upkeep import Upkeep
from storage.database import Database
from storage.generation import Generation
from wiki.pages.indexing import DRIFT_EVERY, Indexing
from wiki.settings import Settings


def test_an_index_that_is_away_is_made_anew_in_the_next_round(site: Site) -> None:
    site.page()
    site.work()
    indexing, upkeep = site.service(Indexing), site.service(Upkeep)
    indexing.care()
    shutil.rmtree(site.service(Settings).data / "index")
    indexing.care()
    assert not upkeep.check()


def test_drift_is_looked_for_now_and_then(any_site: Site) -> None:
    indexing, upkeep = any_site.service(Indexing), any_site.service(Upkeep)
    indexing.care()
    any_site.page()
    for _ in range(DRIFT_EVERY - 1):
        indexing.care()
        assert upkeep.check()
    indexing.care()
    assert not upkeep.check()


def test_caches_are_told_after_a_restart_and_when_the_index_has_moved(site: Site) -> None:
    """Whoever worked before may have died after the index was written and before the caches were told."""
    site.page()
    site.work()
    generation, indexing = site.service(Generation), site.service(Indexing)
    before = generation.current()
    indexing.care()
    assert generation.current() == before + 1
    for _ in range(DRIFT_EVERY):
        indexing.care()
    assert generation.current() == before + 1, "nothing moved, nothing is made anew"
    site.service(Upkeep).rebuild()
    assert generation.current() == before + 2


@pytest.mark.parametrize("waits", [True, False])
def test_the_index_is_tidied_only_while_no_job_is_due(site: Site, monkeypatch: pytest.MonkeyPatch, waits: bool) -> None:
    if waits:
        site.page()
    asked: list[bool] = []
    index = site.service(Upkeep).index
    monkeypatch.setattr(type(index), "tidy", lambda _self, stop: asked.append(stop()) or True)
    assert site.service(Indexing).tidy()
    assert asked == [waits]


def test_a_writer_at_work_is_no_trouble(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_self: object, _stop: object) -> bool:
        raise IndexBusy

    monkeypatch.setattr(type(site.service(Upkeep).index), "tidy", busy)
    assert not site.service(Indexing).tidy()


@pytest.mark.parametrize("hours", [1, 5])
def test_lag_counts_from_the_save_that_is_not_found_yet(any_site: Site, hours: int) -> None:
    any_site.page("Long found")
    any_site.work()
    saved = any_site.clock.now
    any_site.page("Not found yet")
    any_site.clock.pass_by(hours * 3600)
    lag = any_site.service(Upkeep).lag()
    assert (lag.pages, lag.since is not None and abs((lag.since - saved).total_seconds()) < 1) == (1, True)
    with any_site.service(Database).write() as session:
        session.connection().exec_driver_sql("DELETE FROM job")
    lag = any_site.service(Upkeep).lag()
    assert (lag.pages, lag.since is not None and abs((lag.since - saved).total_seconds()) < 1) == (1, True)
