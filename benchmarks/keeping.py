"""Keeping the index: what a save does for it, how soon a change is found, and how soon an index that is lost is back.

The first figures are taken inside this process, piece by piece, each as the clock and as the processor's time sees it;
the others over HTTP, on the site as everybody serves it.
"""

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import quote, urlencode

from auth.model import Actor, Role
from benchmarks.saves import FORM, add_editor, filled_form, sign_in, token_in
from benchmarks.sites import Server, copy_of, each_site, options, serving, slugs
from search.upkeep import Upkeep
from storage.database import Database
from storage.jobs import Runner
from wiki.app import create_app
from wiki.pages import recording
from wiki.pages.indexing import Indexing
from wiki.pages.reading import Readings
from wiki.pages.service import Pages
from wiki.settings import Settings
from wiki.web.current import KEY

IN_SAVE, FOUND, BACK = 5.0, 2.0, 30.0  # goals: milliseconds at the median, seconds at most, seconds at 1,000 pages
PIECES = 50  # saves measured inside this process
BACKLOG = 5_000  # jobs that wait meanwhile, as after an import
POLL, LONGEST = 0.01, 900.0  # seconds
Taken = tuple[float, float]  # milliseconds by the clock and of the processor


def pieces(data: Path) -> None:
    """Print what one save asks of the index, and what follows it in the runner."""
    services = create_app(Settings(data=data, starter=False, runner=False)).extensions[KEY]
    services[Runner].run_due()
    chosen = random.Random(4).sample(slugs(data), 2 * PIECES)
    print(f"  in the save itself: {_said(_in_saves(services, chosen[:PIECES]), IN_SAVE)}")
    services[Runner].run_due()
    _wait_in_line(services, BACKLOG)
    print(f"  the same while {BACKLOG:,} jobs wait: {_said(_in_saves(services, chosen[PIECES:]), IN_SAVE)}")
    _forget_jobs(services)
    upkeep, ids = services[Upkeep], sorted(services[Upkeep].index.versions())
    alone = [_timed(lambda number=number: upkeep.index_pages([number])) for number in ids[:PIECES]]
    print(f"  one page written into the index by the runner: {_said(alone)}")
    _tidying(services, data)
    print(f"  comparing the index with every page: {_said([_timed(upkeep.check) for _ in range(20)])}")
    whole = _timed(upkeep.rebuild)
    print(f"  the whole index made anew: {whole[0] / 1000:.1f} s, processor {whole[1] / 1000:.1f}")


def _in_saves(services: Any, chosen: list[str]) -> list[Taken]:
    """What asking for the index takes within each save: everything else is written before and after."""
    taken: list[Taken] = []
    real = recording.enqueue

    def watched(session: Any, kind: str, payload: Any, **more: Any) -> None:
        if kind != recording.INDEX:
            return real(session, kind, payload, **more)
        session.flush()
        taken.append(_timed(lambda: (real(session, kind, payload, **more), session.flush())))
        return None

    recording.enqueue = watched
    try:
        with services[Database].read() as session:
            rows = session.connection().exec_driver_sql("SELECT id FROM account ORDER BY role DESC LIMIT 1").all()
        _save_each(services, chosen, rows[0][0])
    finally:
        recording.enqueue = real
    return taken


def _save_each(services: Any, chosen: list[str], account: int) -> None:
    editor = Actor(account, Role.EDITOR, "Editor", "editor")
    for slug in chosen:
        reading = services[Readings].page(editor, slug)
        values = {**reading.values, "summary": f"Measured. {reading.values.get('summary', '')}"[:200]}
        services[Pages].save(editor, slug, reading.revision.number, values)


def _wait_in_line(services: Any, count: int) -> None:
    with services[Database].write() as session:
        for number in range(count):
            recording.enqueue(session, recording.INDEX, {"page": -number}, due=services[Indexing]._clock(), key="")


def _forget_jobs(services: Any) -> None:
    with services[Database].write() as session:
        session.connection().exec_driver_sql("DELETE FROM job")


def _tidying(services: Any, data: Path) -> None:
    """Print how long merging takes after a rest, and how soon it gives way."""
    pointer = data / "index" / "current.json"
    if not pointer.exists():
        return
    index = services[Upkeep].index
    long_ago = time.time() - 86_400
    os.utime(pointer, (long_ago, long_ago))
    begun = time.perf_counter()
    gave_way = 0.0

    def stop() -> bool:
        nonlocal gave_way
        if time.perf_counter() - begun > 0.05 and not gave_way:
            gave_way = time.perf_counter()
        return bool(gave_way)

    merged = index.tidy(stop)
    if gave_way and not merged:
        print(f"  merging gives way to a job within {(time.perf_counter() - gave_way) * 1000:.0f} ms", end="; ")
    os.utime(pointer, (long_ago, long_ago))
    print(f"  left alone it takes {_timed(lambda: index.tidy(lambda: False))[0]:.0f} ms, only while nothing waits")


def found_after_saves(server: Server, data: Path, saves: int) -> list[float]:
    """Seconds from each save's answer until a word that only this page has finds it."""
    token = urlencode({"csrf_token": token_in(server.get("/theme")[2].decode())})
    taken = []
    for number, slug in enumerate(random.Random(5).sample(slugs(data), saves)):
        word = f"xylophone{number}quartet"
        form = filled_form(lambda path: server.get(path)[2].decode(), slug, f"{word}.")
        status = server.send("POST", f"/wiki/{quote(slug)}/edit", f"{form}&{token}", {**FORM})[0]
        if status not in (302, 303):
            raise SystemExit(f"saving {slug} answered {status}")
        taken.append(_until(lambda word=word, slug=slug: slug in server.get(f"/search?q={word}")[2].decode()))
    return taken


DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": shutil.rmtree,
    "truncated": lambda folder: [os.truncate(path, path.stat().st_size // 2) for path in folder.glob("index-*/*.seg")],
    "noise": lambda folder: [
        path.write_bytes(os.urandom(path.stat().st_size)) for path in folder.glob("index-*/*.seg")
    ],
}


def back_after(server: Server, folder: Path, damage: Callable[[Path], object]) -> float:
    """Seconds until the index is back, while readers ask on; every one of them has to be answered."""
    total = _total(server)
    pointer = (folder / "current.json").read_text()
    damage(folder)

    def back() -> bool:
        moved = (folder / "current.json").exists() and (folder / "current.json").read_text() != pointer
        return _total(server) == total and moved

    return _until(back)


def _total(server: Server) -> str:
    """How many pages hold a word that many do; "" while lists go by titles."""
    status, _, body = server.get("/search?q=union")
    if status != 200:
        raise SystemExit(f"a reader was answered {status} while the index was away")
    page = body.decode()
    return "" if "Search is being prepared" in page else page.partition("Showing ")[2][:30]


def _until(so: Callable[[], bool]) -> float:
    begun = time.perf_counter()
    while not so():
        if time.perf_counter() - begun > LONGEST:
            raise SystemExit(f"waited for {LONGEST:.0f} s in vain")
        time.sleep(POLL)
    return time.perf_counter() - begun


def _timed(work: Callable[[], object]) -> Taken:
    begun, busy = time.perf_counter(), time.thread_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.thread_time() - busy) * 1000


def measure(data: Path, saves: int) -> None:
    """Print the lines of one site."""
    print(f"{data.name} pages:")
    with copy_of(data) as copied:
        add_editor(copied)
        pieces(copied)
    with copy_of(data) as copied:
        add_editor(copied)
        with serving(copied) as server:
            sign_in(server)
            _until(lambda: bool(_total(server)))
            found = found_after_saves(server, copied, saves)
            word = "reached" if max(found) <= FOUND else "missed"
            p50, p95 = _cuts(found)
            print(f"  a change is found after p50 {p50:.2f} s, p95 {p95:.2f}, at most {max(found):.2f}", end="")
            print(f" (goal {FOUND:.0f}: {word})")
            for what, damage in DAMAGE.items():
                seconds = back_after(server, copied / "index", damage)
                goal = (
                    f" (goal {BACK:.0f}: {'reached' if seconds <= BACK else 'missed'})" if data.name == "1000" else ""
                )
                print(f"  {what}: back and whole after {seconds:.1f} s, every reader answered meanwhile{goal}")


def _said(taken: list[Taken], goal: float = 0.0) -> str:
    (p50, p95), (busy, _) = (_cuts([one[which] for one in taken]) for which in (0, 1))
    word = f" (goal {goal:.0f} at the median: {'reached' if p50 <= goal else 'missed'})" if goal else ""
    return f"p50 {p50:.1f} ms, p95 {p95:.1f}, processor {busy:.1f}{word}"


def _cuts(taken: list[float]) -> tuple[float, float]:
    cuts = quantiles(taken, n=100, method="inclusive")
    return cuts[49], cuts[94]


def main() -> None:
    """Read the command line."""
    chosen = options(__doc__, "keeping", (1000, 10_000), saves=(30, "how many changes are looked for")).parse_args()
    for data in each_site(chosen):
        measure(data, chosen.saves)


if __name__ == "__main__":
    main()
