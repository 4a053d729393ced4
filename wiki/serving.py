"""Serving: get everything ready, then answer with a production server until told to stop."""

import signal
import socket

import click
import waitress
from flask import Flask

from auth.desk import Desk
from auth.model import SYSTEM
from storage.database import Database
from storage.schema import upgrade
from wiki.background import Background
from wiki.settings import ROOT, Settings
from wiki.transfer.service import Transfer
from wiki.wanted.service.counting import Counting
from wiki.web.current import KEY

try:
    from wiki import gunicorn_server
except ImportError:  # where gunicorn does not run, the plainer server does
    HAS_GUNICORN = False
else:
    HAS_GUNICORN = True

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


def serve(app: Flask, settings: Settings, database: Database, background: Background | None) -> None:
    """Answer until SIGINT or SIGTERM; requests at hand are finished first."""
    counting: Counting = app.extensions[KEY][Counting]
    if settings.server == "waitress" or not HAS_GUNICORN:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        counting.start()
        if background:
            background.start()
        waitress.serve(app, host=settings.host, port=settings.port, threads=settings.threads, ident=None, _quiet=True,
                       clear_untrusted_proxy_headers=not settings.proxies)  # fmt: skip  # ProxyFix judges them
        if background:
            background.stop()
        counting.stop()
        return
    gunicorn_server.run(app, settings, database, background, counting)
