"""Serving: get everything ready, then answer with a production server until told to stop."""

import fcntl
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import click
import waitress
from flask import Flask

from auth.desk import Desk
from auth.model import SYSTEM
from storage.database import Database
from storage.jobs import Runner
from storage.schema import upgrade
from wiki.settings import ROOT, Settings
from wiki.transfer.service import Transfer

log = logging.getLogger("fieldbook.serving")
MIGRATIONS = ROOT / "migrations"


def prepare(settings: Settings, database: Database, transfer: Transfer) -> None:
    """Bring the database to the newest schema, and an empty one to the starter library."""
    settings.data.chmod(0o700)
    upgrade(database, MIGRATIONS)
    if settings.starter and transfer.is_empty():
        report = transfer.import_folder(SYSTEM, settings.content / "pages")
        for complaint in report.complaints:
            click.echo(f"left out {complaint.file}: {complaint.reason}", err=True)


def refuse_taken_port(settings: Settings) -> None:
    """Stop with plain words when something else answers at this port; raises `click.ClickException`."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise click.ClickException(f"{where} cannot be used ({error.strerror}). Set FIELDBOOK_PORT.") from error


def greet(settings: Settings, desk: Desk) -> None:
    """Say where to look, and, while there is no admin, how to become the first."""
    click.echo(f"{settings.site_name} is at {settings.address}")
    token = desk.newcomers.setup_token()
    if token is not None:
        click.echo(f"Make the first admin (this link works once): {desk.link(f'/setup/{token}')}")


class Helper:
    """The thread beside the server that works jobs off; of all processes on this machine one does it at a time."""

    def __init__(self, runner: Runner, chore: Callable[[], object], lock: Path) -> None:
        self._runner = runner
        self._chore = chore
        self._lock = lock
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand; what is left stays in the database."""
        self._runner.stop()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        with self._lock.open("w") as file:
            while not self._runner.is_stopped:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:  # another process has it; it lets go when it ends, however it ends
                    time.sleep(1)
                    continue
                self._runner.run_until_stopped(self._chore)


def serve(app: Flask, settings: Settings, database: Database, helper: Helper | None) -> None:
    """Answer until SIGINT or SIGTERM; requests at hand are finished first."""
    if settings.server == "waitress":
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        if helper:
            helper.start()
        waitress.serve(app, host=settings.host, port=settings.port, threads=settings.threads, ident=None, _quiet=True)
        if helper:
            helper.stop()
        return
    from wiki.gunicorn_server import run  # noqa: PLC0415  # gunicorn does not import on every system

    run(app, settings, database, helper)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
