"""`flask index` says what is, and its exit codes can be built on."""

import pytest
from flask import Flask

from search.cli import EXTENSION, index
from search.locks import FileLock
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
    assert run("status") == (0, "ready: 30 pages, generation 1")
    assert run("check") == (0, "no drift")


def test_drift_is_told_and_healed(run, library):
    run("rebuild")
    del library.pages[1]
    assert run("check") == (1, "drift: 0 missing, 0 outdated, 1 to be forgotten")
    assert run("check", "--heal") == (0, "drift: 0 missing, 0 outdated, 1 to be forgotten, healed")
    assert run("check") == (0, "no drift")


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
