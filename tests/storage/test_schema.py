"""The schema: migrations bring an empty database to what the models say, on both engines, and may be repeated."""

from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table, inspect

from storage.database import Base, Database
from storage.schema import drift, upgrade
from wiki import app as whole_site
from wiki.settings import ROOT

MIGRATIONS = ROOT / "migrations"


def test_an_empty_database_becomes_what_the_models_say(bare: Database) -> None:
    assert whole_site.VERSION, "with the app every model is known"
    assert drift(bare) != []
    assert upgrade(bare, MIGRATIONS) is True
    assert drift(bare) == []
    assert set(Base.metadata.tables) <= set(inspect(bare.engine).get_table_names())


def test_repeating_it_is_harmless(database: Database) -> None:
    assert upgrade(database, MIGRATIONS) is False
    assert upgrade(database, MIGRATIONS) is False
    assert drift(database) == []


def test_drift_is_told(database: Database) -> None:
    extra = Table("drifted", Base.metadata, Column("id", Integer, primary_key=True))
    try:
        assert [name for name, *_rest in drift(database)] == ["add_table"]
    finally:
        Base.metadata.remove(extra)


def test_an_interrupted_migration_leaves_the_old_schema(bare: Database, tmp_path: Path) -> None:
    """A migration that fails half way is undone whole, so that the next start begins where this one did."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((MIGRATIONS / "env.py").read_text())
    (folder / "versions" / "0001_breaks.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision, down_revision = '0001', None\n"
        "def upgrade():\n    op.create_table('half', sa.Column('id', sa.Integer))\n"
        "    raise RuntimeError('killed here')\n"
    )
    with pytest.raises(RuntimeError, match="killed here"):
        upgrade(bare, folder)
    assert "half" not in inspect(bare.engine).get_table_names()
    assert upgrade(bare, MIGRATIONS) is True
    assert drift(bare) == []
