"""Several processes write, some of them die while writing; nothing is lost and readers go on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from search.query import parse
from search.upkeep import Upkeep
from search.whoosh_index import WhooshIndex

PUBLIC = frozenset({"public"})
HERE = Path(__file__).parent

WRITER = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from whoosh.writing import SegmentWriter
import search.whoosh_writer as writer
from search_library import page
from search.whoosh_index import WhooshIndex

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

index = WhooshIndex(Path(sys.argv[2]))
"""


def run(folder, script, *args):
    root = str(HERE.parent.parent)
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", WRITER + script, str(HERE), str(folder), *map(str, args)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": root},
    )


def test_two_writers_lose_nothing(folder, index):
    index.rebuild([])
    script = "for n in range(10): index.put([page(int(sys.argv[3]) + n)])"
    writers = [run(folder, script, start) for start in (100, 200)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert set(index.versions()) == {*range(100, 110), *range(200, 210)}


DEATHS = {
    "before anything is written": "SegmentWriter.add_document = die",
    "before the contents are written": "SegmentWriter._commit_toc = die",
    "while the segment is put together": "SegmentWriter._assemble_segment = die",
    "between commit and pointer": "writer._point = die",
    "while the pointer is written": "writer.write_pointer = die",
}


@pytest.mark.parametrize("moment", DEATHS)
@pytest.mark.parametrize("work", ["index.put([page(5, 'Saved again', revision=2)])", "index.rebuild([page(1)])"])
def test_a_killed_writer_costs_nothing(folder, index, upkeep, library, moment, work):
    upkeep.rebuild()
    assert run(folder, f"{DEATHS[moment]}\n{work}").wait(60) == -signal.SIGKILL
    for reader in (index, WhooshIndex(folder, patience=5)):
        results = reader.search(parse("union"), PUBLIC)
        assert results.ready
        assert results.total in (29, 30)  # page 5 may already carry its new words
    upkeep.index_pages([5])
    upkeep.heal()
    for reader in (index, WhooshIndex(folder, patience=5)):
        assert reader.search(parse("union"), PUBLIC).total == 30
        assert reader.versions() == library.versions()


def test_only_one_process_makes_a_missing_index(folder, library):
    script = """
from search_library import Library
from search.upkeep import Upkeep
upkeep = Upkeep(index, Library(page(n) for n in range(1, 31)))
upkeep.heal()
"""
    healers = [run(folder, script) for _ in range(2)]
    assert [healer.wait(60) for healer in healers] == [0, 0]
    index = WhooshIndex(folder)
    assert index.health().generation == 1
    assert not Upkeep(index, library).check()


def test_a_forked_child_reads_for_itself(index, upkeep):
    upkeep.rebuild()
    assert index.search(parse("union"), PUBLIC).total == 30
    child = os.fork()
    if child == 0:
        os._exit(0 if index.search(parse("union"), PUBLIC).total == 30 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert index.search(parse("union"), PUBLIC).total == 30
