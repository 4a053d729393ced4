"""Kill -9 between the commit of a save and the commit of its index, a hundred times: 0 lost, 0 wrong."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wiki.settings import ROOT


@pytest.mark.slow
@pytest.mark.parametrize(("database", "kills"), [("sqlite", 100), ("postgresql", 30)])
def test_kills_cost_no_page_its_place_in_the_index(
    database: str, kills: int, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = "" if database == "sqlite" else request.getfixturevalue("upgraded_postgresql_url")
    if not url:
        shutil.copy(request.getfixturevalue("empty_database"), tmp_path / "fieldbook.sqlite3")
    tests = ROOT / "tests"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(tests / "journeys" / "dying_indexer.py"), str(tmp_path), url, str(kills)],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{tests}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert (done.returncode, done.stdout) == (0, f"{kills} killed, 0 lost, 0 wrong"), done.stderr
