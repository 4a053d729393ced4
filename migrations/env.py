"""Runs migrations on the engine the caller hands over; knows every model, is known by none."""

from alembic import context

import wiki.admin.model
import wiki.freshness.model
import wiki.ordering.model
import wiki.pages.model  # importing a model puts its table into Base.metadata
import wiki.reviews.model
import wiki.rules.model
import wiki.sharing.model
import wiki.talk.model
import wiki.vocabulary.model
import wiki.wanted.model
import wiki.watching.model  # noqa: F401
from storage.database import Base, UtcDateTime


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """A migration stands on its own: our time type is written as the plain one it keeps."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Bring the schema to the wanted revision inside one transaction."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=render_item,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
