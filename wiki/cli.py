"""Commands of the whole site: serve, and the database and its jobs."""

import click
from flask.cli import AppGroup, ScriptInfo

from auth.desk import Desk
from storage.database import Database
from storage.generation import Generation
from storage.jobs import Runner
from storage.schema import drift, upgrade, write_revision
from wiki import serving
from wiki.background import Background
from wiki.freshness.due import Dues
from wiki.pages.indexing import Indexing
from wiki.pages.rerendering import Rerendering
from wiki.settings import Settings
from wiki.talk.service.rerendering import CommentRerendering
from wiki.transfer.service import Transfer
from wiki.web.current import service

db = AppGroup("db", help="Look after the database.")
jobs = AppGroup("jobs", help="Look after the jobs that follow a save.")


@click.command()
@click.pass_context
def serve(context: click.Context) -> None:
    """Get everything ready and answer until stopped. Example: FIELDBOOK_PORT=9000 bin/serve."""
    app = context.ensure_object(ScriptInfo).load_app()
    with app.app_context():
        settings, database, runner = service(Settings), service(Database), service(Runner)
        serving.refuse_taken_port(settings)
        serving.prepare(settings, database, service(Transfer))
        service(Rerendering).ask()
        service(CommentRerendering).ask()
        service(Dues).ask()
        serving.greet(settings, service(Desk))
        background = Background(runner, service(Indexing).care, settings.data / "runner.lock")
    database.dispose()
    app.extensions["fieldbook"][Generation].close()
    serving.serve(app, settings, database, background if settings.runner else None)


@db.command("upgrade")
def upgrade_() -> None:
    """Bring the database to the newest schema; repeating it is harmless. Example: flask db upgrade."""
    done = upgrade(service(Database), serving.MIGRATIONS)
    click.echo("The database is now at the newest schema." if done else "The database was up to date.")


@db.command("check")
def check() -> None:
    """Say where the database differs from what the software expects. Example: flask db check."""
    differences = drift(service(Database))
    for difference in differences:
        click.echo(str(difference), err=True)
    if differences:
        raise SystemExit(1)
    click.echo("The database is as expected.")


@db.command("revision")
@click.argument("message")
def revision(message: str) -> None:
    """Draft a migration from what the models have and the database lacks. Example: flask db revision "Add tags"."""
    write_revision(service(Database), serving.MIGRATIONS, message)
    click.echo("Read the new file in migrations/versions before you keep it.")


@jobs.command("status")
def status() -> None:
    """Count what waits and what keeps failing. Example: flask jobs status."""
    runner = service(Runner)
    left = runner.backlog()
    click.echo(f"{left.waiting} waiting, {left.parked} parked")
    for job in runner.parked():
        click.echo(f"  {job.kind} {job.payload}: {job.error}")


@jobs.command("run")
def run() -> None:
    """Work off what is due now, and end. Example: flask jobs run."""
    click.echo(f"{service(Runner).run_due()} jobs tried")


@jobs.command("retry")
def retry() -> None:
    """Put parked jobs back to work. Example: flask jobs retry."""
    click.echo(f"{service(Runner).retry()} jobs put back")


groups = (serve, db, jobs)
