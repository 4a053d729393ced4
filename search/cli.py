"""`flask index`: how the search index is, whether it drifted, and making it anew.

Everything is said in words, and with `--json` as one object whose keys stay; `docs/running.md` lists them.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn, cast

import click
from flask import current_app
from flask.cli import AppGroup

from search.errors import IndexBusy
from search.progress import Progress, in_words
from search.upkeep import Drift, Lag, Upkeep

EXTENSION = "upkeep"
MOST_NAMED = 10  # pages of each sort that are named in words; programs are told all

index = AppGroup("index", help="Look after the search index.\n\nExample: flask index check --heal")
as_json: Callable[[Any], Any] = click.option("--json", "as_json", is_flag=True, help="Say it as JSON, for programs.")


def _upkeep() -> Upkeep:
    return cast(Upkeep, current_app.extensions[EXTENSION])


@index.command()
@as_json
def status(as_json: bool) -> None:
    """Say how the index is, how far it is behind, and its size; exit code 1 when it cannot answer.

    Example: flask index status --json
    """
    upkeep = _upkeep()
    health, lag, size = upkeep.index.health(), upkeep.lag(), upkeep.index.size()
    seconds = _waited(lag)
    if as_json:
        said = {"ready": health.ready, "problem": health.problem, "documents": health.documents}
        said |= {"generation": health.generation, "bytes": size}
        since = lag.since.isoformat(timespec="seconds") if lag.since else None
        print_json({**said, "lag": {"pages": lag.pages, "since": since, "seconds": seconds}})
    elif health.ready:
        click.echo(f"ready: {health.documents:,} pages, generation {health.generation}, {_weight(size)}")
        click.echo(_behind(lag, seconds))
    else:
        click.echo(f"not ready: {health.problem}")
    raise SystemExit(0 if health.ready else 1)


@index.command()
@click.option("--heal", is_flag=True, help="Repair what differs.")
@as_json
def check(heal: bool, as_json: bool) -> None:
    """Compare the index with the database; exit code 1 when they differ, 0 once healed, 2 when it is busy.

    Example: flask index check --heal
    """
    upkeep = _upkeep()
    try:
        drift = upkeep.heal() if heal else upkeep.check()
    except IndexBusy:
        _busy()
    healed = heal and bool(drift)
    if as_json:
        said = {"ok": not drift or healed, "healed": healed, "problem": drift.problem}
        print_json({**said, "missing": drift.missing, "stale": drift.outdated, "surplus": drift.extra})
    else:
        click.echo("\n".join(_described(drift, healed)))
    raise SystemExit(1 if drift and not healed else 0)


@index.command()
@click.option("--progress/--no-progress", default=None, help="Say how far it is; the default in a terminal.")
@as_json
def rebuild(progress: bool | None, as_json: bool) -> None:
    """Make the index anew while the old one goes on answering; exit code 2 when another process is writing.

    Example: flask index rebuild --progress
    """
    start, upkeep = time.monotonic(), _upkeep()
    told = Progress(sys.stderr, sys.stderr.isatty() if progress is None else progress, upkeep.index.AFTERWARDS)
    try:
        pages = upkeep.rebuild(told)
    except IndexBusy:
        _busy()
    finally:
        told.end()
    took, generation = time.monotonic() - start, upkeep.index.health().generation
    if as_json:
        print_json({"documents": pages, "generation": generation, "seconds": round(took, 3)})
    else:
        click.echo(f"rebuilt: {pages:,} pages in {took:.1f} s")


def print_json(said: Mapping[str, object]) -> None:
    """One object on lines of its own, in the order given."""
    click.echo(json.dumps(said, indent=2, ensure_ascii=False))


def _busy() -> NoReturn:
    click.echo("another process is writing the index; try again later", err=True)
    raise SystemExit(2)


def _waited(lag: Lag) -> int | None:
    """How many seconds the oldest page has waited; None when that is not known."""
    return 0 if not lag.pages else max(0, int((datetime.now(UTC) - lag.since).total_seconds())) if lag.since else None


def _behind(lag: Lag, seconds: int | None) -> str:
    """Lag in one line."""
    if not lag.pages:
        return "nothing waits: every page can be found as it is now"
    since = "" if seconds is None else f", the oldest for {in_words(seconds)}"
    return f"behind: {_pages(lag.pages)} cannot be found yet as now published{since}"


def _described(drift: Drift, healed: bool) -> list[str]:
    """Drift in lines, the pages by their numbers."""
    if drift.problem:
        return [f"not ready: {drift.problem}" + ("; made anew" if healed else "")]
    if not drift:
        return ["no drift: every page can be found as it is now"]
    sorts = (("missing", drift.missing), ("stale", drift.outdated), ("surplus", drift.extra))
    lines = [f"  {word}: {_pages(len(ids))} ({_named(ids)})" for word, ids in sorts if ids]
    return [f"drift: {_pages(drift.pages)} {'differed, healed' if healed else 'differ from the database'}", *lines]


def _named(ids: tuple[int, ...]) -> str:
    return ", ".join(map(str, ids[:MOST_NAMED])) + (", …" if len(ids) > MOST_NAMED else "")


def _pages(count: int) -> str:
    return f"{count:,} page" + ("" if count == 1 else "s")


def _weight(size: int) -> str:
    """Bytes as people say them."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.0f} kB"
