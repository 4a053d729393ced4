"""Migrations of a database with work in it: nothing is lost on the way to a newer schema."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from storage.database import Database
from storage.schema import upgrade
from wiki.settings import ROOT

MIGRATIONS = ROOT / "migrations"
NOW = "2026-11-23 12:00:00+00:00"


def to(database: Database, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def test_pages_revisions_and_proposals_of_the_first_schema_stay(bare: Database) -> None:
    to(bare, "0001")
    with bare.engine.begin() as connection:
        for statement in (
            "INSERT INTO page (id, slug, kind, title, summary, state, visibility, audience, also, number, version, "
            f"created, updated, meta) VALUES (1, 'a', 'page', 'A', '', 'published', 'public', 'public', '', 1, 1, "
            f"'{NOW}', '{NOW}', '{{}}')",
            'INSERT INTO revision (id, page_id, number, "values", html, headings, renderer, note, size, created) '
            f"VALUES (1, 1, 1, '{{}}', '{{}}', '{{}}', 1, 'first', 3, '{NOW}')",
            'INSERT INTO proposal (id, page_id, base_number, "values", note, state, answer, created) '
            f"VALUES (1, 1, 1, '{{\"title\": \"B\"}}', 'why', 'submitted', '', '{NOW}')",
        ):
            connection.execute(sa.text(statement))
    upgrade(bare, MIGRATIONS)
    with bare.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT note, signed FROM revision")).all() == [("first", "named")]
        rounds = sa.text("SELECT p.note, r.number, p.via FROM proposal p JOIN proposal_round r ON r.proposal_id = p.id")
        assert connection.execute(rounds).all() == [("why", 1, "edit")]
