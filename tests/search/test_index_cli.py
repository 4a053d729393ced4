"""`flask index` says what is, and its exit codes can be built on."""

import io
import json
import shutil

import pytest
from flask import Flask
from search_library import page

from search.cli import EXTENSION, index
from search.locks import FileLock
from search.progress import Progress, in_words
from search.upkeep import Upkeep
from search.whoosh_index import WhooshIndex


@pytest.fixture
def run(upkeep):
    app = Flask("cli")
    app.extensions[EXTENSION] = upkeep
    app.cli.add_command(index)
    runner = app.test_cli_runner()

    def invoke(*args):
        result = runner.invoke(args=["index", *args])
        return result.exit_code, result.output.strip()

    return invoke


def test_from_nothing_to_ready(run):
    assert run("status") == (1, "not ready: there is no index yet")
    assert run("check") == (1, "not ready: there is no index yet")
    code, output = run("rebuild")
    assert (code, output.startswith("rebuilt: 30 pages in ")) == (0, True)
    code, output = run("status")
    first, second = output.splitlines()
    assert (code, first.startswith("ready: 30 pages, generation 1, ")) == (0, True)
    assert second == "nothing waits: every page can be found as it is now"
    assert run("check") == (0, "no drift: every page can be found as it is now")


def test_drift_is_told_and_healed(run, library):
    run("rebuild")
    del library.pages[1]
    library.pages[2] = page(2, "Renamed", revision=2)
    library.pages |= {number: page(number) for number in range(100, 112)}
    told = [
        "  missing: 12 pages (100, 101, 102, 103, 104, 105, 106, 107, 108, 109, …)",
        "  stale: 1 page (2)",
        "  surplus: 1 page (1)",
    ]
    code, output = run("check")
    assert (code, output.splitlines()) == (1, ["drift: 14 pages differ from the database", *told])
    assert "behind: 14 pages cannot be found yet as now published, the oldest for" in run("status")[1]
    code, output = run("check", "--heal")
    assert (code, output.splitlines()) == (0, ["drift: 14 pages differed, healed", *told])
    assert run("check")[0] == 0


def test_programs_get_one_object_with_keys_that_stay(run, library, folder):
    def told(code, *args):
        exit_code, output = run(*args, "--json")
        assert exit_code == code
        return json.loads(output)

    nothing = {"missing": [], "stale": [], "surplus": []}
    waiting = {"pages": 30, "since": None, "seconds": None}
    assert told(1, "status") == {
        "ready": False, "problem": "there is no index yet", "documents": 0, "generation": 0, "bytes": 0, "lag": waiting
    }  # fmt: skip
    made = told(0, "rebuild")
    assert (made["documents"], made["generation"], set(made)) == (30, 1, {"documents", "generation", "seconds"})
    found = told(0, "status")
    assert found["lag"] == {"pages": 0, "since": None, "seconds": 0}
    assert found["bytes"] == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert told(0, "check") == {"ok": True, "healed": False, "problem": "", **nothing}
    library.pages[3] = page(3, "Renamed", revision=2)
    lag = told(0, "status")["lag"]
    assert (lag["pages"], lag["since"], lag["seconds"] > 0) == (1, "2026-01-01T03:00:00+00:00", True)
    assert told(1, "check") == {"ok": False, "healed": False, "problem": "", **nothing, "stale": [3]}
    assert told(0, "check", "--heal") == {"ok": True, "healed": True, "problem": "", **nothing, "stale": [3]}
    shutil.rmtree(folder)
    lost = told(1, "check")
    assert (lost["problem"], lost["missing"]) == ("there is no index yet", list(range(1, 31)))


def test_a_rebuild_is_quiet_unless_it_is_watched(run):
    assert len(run("rebuild")[1].splitlines()) == 1
    assert "30 of 30 pages, about " in run("rebuild", "--progress")[1]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_estimates_the_time_left():
    now, out = iter(range(0, 1000, 10)), io.StringIO()
    told = Progress(out, True, afterwards=0.5, clock=lambda: next(now))
    told(1, 100)  # after 10 s
    told(50, 100)  # after 20 s: 50 more take 20 s, and what comes after all of them half of 40
    told(100, 100)
    assert out.getvalue().splitlines() == [
        "1 of 100 pages, no estimate yet", "50 of 100 pages, about 40 s left", "100 of 100 pages, about 15 s left"
    ]  # fmt: skip


def test_progress_writes_over_its_line_in_a_terminal():
    now, out = iter([0, 1, 1.01, 1.02]), Terminal()
    told = Progress(out, True, clock=lambda: next(now))
    for done in (1, 2, 3):
        told(done, 3)
    told.end()
    assert out.getvalue().count("\n") == 0
    assert [line.strip("\x1b[K") for line in out.getvalue().split("\r")] == [
        "", "1 of 3 pages, no estimate yet", "3 of 3 pages, about 0 s left", ""
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (89, "89 s"), (90, "2 min"), (5400, "2 h"), (200_000, "2 days")]
)
def test_times_are_said_as_people_say_them(seconds, words):
    assert in_words(seconds) == words


def test_a_busy_index_is_said_plainly(folder, library, run):
    app = Flask("busy")
    app.extensions[EXTENSION] = Upkeep(WhooshIndex(folder, patience=0), library)
    app.cli.add_command(index)
    with FileLock(folder.with_name("index.lock")).held():
        result = app.test_cli_runner().invoke(args=["index", "rebuild"])
    assert (result.exit_code, result.output.strip()) == (2, "another process is writing the index; try again later")


@pytest.mark.parametrize("command", ["status", "check", "rebuild"])
def test_help_shows_an_example(run, command):
    code, output = run(command, "--help")
    assert code == 0
    assert f"flask index {command}" in output
