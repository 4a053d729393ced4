"""Whatever happens to the folder, searching never raises and the index is made whole again."""

import errno
import json
import os
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from search_library import page
from whoosh.index import TOC
from whoosh.writing import SegmentWriter

from search.query import parse
from search.upkeep import Upkeep
from search.whoosh_folder import POINTER
from search.whoosh_index import WhooshIndex
from search.whoosh_tidying import MOST_SMALL

PUBLIC = frozenset({"public"})


def inside(folder):
    return next(folder.glob("index-*"))


def segment(folder):
    return next(inside(folder).glob("*.seg"))


def contents(folder):
    return next(inside(folder).glob("*.toc"))


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def noise(path):
    path.write_bytes(os.urandom(path.stat().st_size))


def one_byte(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def empty(folder):
    for path in inside(folder).iterdir():
        path.unlink()


def other_version(folder):
    pointer = json.loads((folder / POINTER).read_text())
    (folder / POINTER).write_text(json.dumps(pointer | {"version": 0}))


def leads_outside(folder):
    pointer = json.loads((folder / POINTER).read_text())
    (folder / POINTER).write_text(json.dumps(pointer | {"folder": "../elsewhere"}))


DAMAGE = {
    "folder deleted": shutil.rmtree,
    "inner folder deleted": lambda folder: shutil.rmtree(inside(folder)),
    "inner folder emptied": empty,
    "segment deleted": lambda folder: segment(folder).unlink(),
    "segment cut": lambda folder: cut(segment(folder)),
    "segment emptied": lambda folder: segment(folder).write_bytes(b""),
    "segment noise": lambda folder: noise(segment(folder)),
    "segment one byte": lambda folder: one_byte(segment(folder)),
    "contents deleted": lambda folder: contents(folder).unlink(),
    "contents cut": lambda folder: cut(contents(folder)),
    "contents noise": lambda folder: noise(contents(folder)),
    "pointer deleted": lambda folder: (folder / POINTER).unlink(),
    "pointer noise": lambda folder: noise(folder / POINTER),
    "pointer a list": lambda folder: (folder / POINTER).write_text("[]"),
    "pointer leads outside": leads_outside,
    "other version": other_version,
}


@pytest.fixture(params=[False, True], ids=["at start", "while serving"])
def serving(request):
    return request.param


@pytest.fixture(params=DAMAGE)
def broken(request, folder, index, upkeep, serving):
    """An index that was whole and is not any more, in a process that had it open or in a new one."""
    upkeep.rebuild()
    assert index.search(parse("union"), PUBLIC).total == 30
    DAMAGE[request.param](folder)
    return index if serving else WhooshIndex(folder, patience=5)


def test_a_broken_index_says_so_and_is_healed(broken, library):
    assert not broken.search(parse("union"), PUBLIC).ready
    assert broken.suggest("un", PUBLIC) == ()
    assert broken.carried([("kind", "page")], PUBLIC) == frozenset()
    assert broken.versions() == {}
    health = broken.health()
    assert not health.ready
    assert health.problem
    assert Upkeep(broken, library).heal().problem
    results = broken.search(parse("union"), PUBLIC)
    assert (results.ready, results.total) == (True, 30)
    assert not Upkeep(broken, library).heal()


def test_a_save_makes_a_broken_index_anew_as_a_whole(broken, library):
    Upkeep(broken, library).index_pages([3])
    assert broken.search(parse("union"), PUBLIC).total == 30


def test_putting_into_a_broken_index_makes_a_new_one(broken, library):
    broken.delete([1])
    broken.put(library.documents([1, 2]))
    assert broken.versions() == {1: 1, 2: 1}
    assert broken.health().ready


def test_others_notice_damage_and_healing(folder, index, upkeep):
    upkeep.rebuild()
    other = WhooshIndex(folder)
    assert other.search(parse("union"), PUBLIC).total == 30
    noise(segment(folder))
    assert not other.search(parse("union"), PUBLIC).ready
    upkeep.heal()
    assert other.search(parse("union"), PUBLIC).total == 30


def test_locks_and_leftovers_of_the_dead_do_not_matter(folder, index, upkeep):
    upkeep.rebuild()
    folder.with_name("index.lock").write_text("12345")
    (inside(folder) / "MAIN_WRITELOCK").write_text("12345")
    (folder / ".pointer-abc").write_text("{")
    (folder / "index-0000dead0000").mkdir()
    upkeep.index_pages([1])
    assert index.search(parse("union"), PUBLIC).total == 30
    upkeep.rebuild()
    assert len(list(folder.glob("index-*"))) == 1
    assert not (folder / ".pointer-abc").exists()


def test_nobody_else_may_look_inside(folder, upkeep):
    upkeep.rebuild()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(inside(folder).stat().st_mode) == 0o700


def test_a_failing_rebuild_leaves_the_old_index_in_use(folder, index, upkeep, library):
    upkeep.rebuild()

    def fails():
        yield from library.documents([1, 2])
        raise OSError("the database went away")

    with pytest.raises(OSError, match="went away"):
        index.rebuild(fails())
    assert index.search(parse("union"), PUBLIC).total == 30
    assert len(list(folder.glob("index-*"))) == 1


def test_readers_answer_while_a_new_index_is_made(folder, index, upkeep, library):
    upkeep.rebuild()
    other = WhooshIndex(folder)
    totals = []

    def documents():
        for one in library.documents([1, 2, 3]):
            totals.append(other.search(parse("union"), PUBLIC).total)
            yield one

    index.rebuild(documents())
    assert totals == [30, 30, 30]
    assert other.search(parse("union"), PUBLIC).total == 3


def test_an_error_in_a_search_is_an_answer_and_does_not_stay(index, upkeep, monkeypatch):
    upkeep.rebuild()
    with monkeypatch.context() as patched:
        patched.setattr("search.whoosh_index.answer", lambda *_: 1 / 0)
        assert not index.search(parse("union"), PUBLIC).ready
    assert index.search(parse("union"), PUBLIC).total == 30


def test_old_files_do_not_pile_up(folder, index, upkeep, library):
    upkeep.rebuild()
    for number in range(1, 31):
        upkeep.index_pages([number])
    assert len(list(inside(folder).glob("*.toc"))) == 1
    assert len(list(inside(folder).glob("*.seg"))) <= MOST_SMALL + 1
    assert TOC._pattern("MAIN").match(contents(folder).name)
    assert index.search(parse("union"), PUBLIC).total == 30


STEPS = ("_flush_segment", "_assemble_segment", "_commit_toc", "add_document")


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_costs_a_try_and_nothing_else(index, upkeep, library, monkeypatch, step):
    upkeep.rebuild()
    library.pages[7] = page(7, "Strike school", revision=2)

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    for work in (lambda: upkeep.index_pages([7]), upkeep.rebuild):
        with monkeypatch.context() as patched:
            patched.setattr(SegmentWriter, step, full)
            with pytest.raises(OSError, match="No space"):
                work()
        assert index.search(parse("union"), PUBLIC).total == 30
    upkeep.index_pages([7])
    assert [hit.id for hit in index.search(parse("strike"), PUBLIC).hits] == [7]
    assert not upkeep.check()


def test_many_threads_read_while_one_writes(index, upkeep, library):
    upkeep.rebuild()

    def read(number):
        results = index.search(parse(f'"union hall" {number % 30 + 1}'), PUBLIC)
        return results.ready and [hit.id for hit in results.hits] == [number % 30 + 1]

    with ThreadPoolExecutor(4) as threads:
        reading = threads.map(read, range(200))
        for number in range(40, 52):
            library.pages[number] = page(number, "Other")
            upkeep.index_pages([number])
        upkeep.rebuild()
        assert all(reading)
