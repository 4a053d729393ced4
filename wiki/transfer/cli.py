"""Commands that move documents: `flask content import|export|check`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from auth.model import SYSTEM
from wiki.transfer.service import Complaint, Transfer
from wiki.web.current import service

content = AppGroup("content", help="Bring documents in, write them out, check them.")
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@content.command("import")
@click.argument("folder", type=FOLDER)
def import_(folder: Path) -> None:
    """Make a page of every new document in FOLDER. Example: flask content import content/pages."""
    report = service(Transfer).import_folder(SYSTEM, folder)
    click.echo(f"{report.made} pages made, {report.kept} were there already.")
    _complain(report.complaints)


@content.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write every published page, and the vocabularies, into FOLDER. Example: flask content export /tmp/library."""
    click.echo(f"{service(Transfer).export_folder(SYSTEM, folder)} pages and the vocabularies written to {folder}.")


@content.command()
@click.argument("folder", type=FOLDER)
def check(folder: Path) -> None:
    """Say what is wrong with documents in FOLDER: what keeps them from becoming pages, and what the style guide asks.

    Example: flask content check content/pages.
    """
    complaints = service(Transfer).check_folder(folder)
    _complain(complaints)
    click.echo("Every document can become a page, and keeps to the style guide.")


def _complain(complaints: list[Complaint]) -> None:
    for complaint in complaints:
        click.echo(f"{complaint.file}: {complaint.reason}", err=True)
    if complaints:
        raise SystemExit(1)
