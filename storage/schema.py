"""The schema: bring a database to the newest migration, and say how far it has drifted from the models."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Base, Database


def upgrade(database: Database, migrations: Path) -> bool:
    """Run every migration in the folder that is missing; returns whether there was any. Repeating it is harmless."""
    config = _config(migrations)
    newest = ScriptDirectory.from_config(config).get_current_head()
    with database.engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return False
        connection.rollback()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    return True


def write_revision(database: Database, migrations: Path, message: str) -> None:
    """Write a new migration file from the difference between the models and this database."""
    config = _config(migrations)
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True)


def drift(database: Database) -> list[Any]:
    """What the models have and the database lacks, or the other way; empty when they agree."""
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations))
    return config
