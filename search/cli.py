"""`flask index`: how the search index is, whether it drifted, and making it anew."""

import time
from typing import NoReturn, cast

import click
from flask import current_app
from flask.cli import AppGroup

from search.errors import IndexBusy
from search.upkeep import Drift, Upkeep

EXTENSION = "upkeep"

index = AppGroup("index", help="Look after the search index.\n\nExample: flask index check --heal")


def _upkeep() -> Upkeep:
    return cast(Upkeep, current_app.extensions[EXTENSION])


@index.command()
def status() -> None:
    """Say how the index is; exit code 1 when it cannot answer.

    Example: flask index status
    """
    health = _upkeep().index.health()
    if not health.ready:
        click.echo(f"not ready: {health.problem}")
        raise SystemExit(1)
    click.echo(f"ready: {health.documents} pages, generation {health.generation}")


@index.command()
@click.option("--heal", is_flag=True, help="Repair what differs.")
def check(heal: bool) -> None:
    """Compare the index with the database; exit code 1 when they differ, 0 once healed, 2 when it is busy.

    Example: flask index check --heal
    """
    upkeep = _upkeep()
    try:
        drift = upkeep.heal() if heal else upkeep.check()
    except IndexBusy:
        _busy()
    click.echo(_described(drift) + (", healed" if heal and drift else ""))
    raise SystemExit(1 if drift and not heal else 0)


@index.command()
def rebuild() -> None:
    """Make the index anew while the old one goes on answering; exit code 2 when another process is writing.

    Example: flask index rebuild
    """
    start = time.monotonic()
    try:
        pages = _upkeep().rebuild()
    except IndexBusy:
        _busy()
    click.echo(f"rebuilt: {pages} pages in {time.monotonic() - start:.1f} s")


def _busy() -> NoReturn:
    click.echo("another process is writing the index; try again later", err=True)
    raise SystemExit(2)


def _described(drift: Drift) -> str:
    """Drift in one line."""
    if drift.problem:
        return f"not ready: {drift.problem}"
    if not drift:
        return "no drift"
    return f"drift: {len(drift.missing)} missing, {len(drift.outdated)} outdated, {len(drift.extra)} to be forgotten"
