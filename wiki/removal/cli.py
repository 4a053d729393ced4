"""Commands that clean up after removals: `flask removal clean`."""

import click
from flask.cli import AppGroup

from wiki.removal.cleaning import Cleaning
from wiki.web.current import service

removal = AppGroup("removal", help="Clean up after what was removed for good.")


@removal.command()
@click.option("--full", is_flag=True, help="PostgreSQL: write every table anew; nobody can read meanwhile.")
def clean(full: bool) -> None:
    """Make the index anew, empty the cache, and write the database's file anew. Example: flask removal clean --full."""
    if full:
        service(Cleaning).clean_fully()
    else:
        service(Cleaning).clean(())
    click.echo("Nothing is left of what was removed, in the index, the cache and the database's own files.")
