"""How the index in PostgreSQL is: whether every table is there and of this version, and what it weighs."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from search.model import Health
from search.postgres_schema import PAGES, SAID, SCHEMA, SHOWN, STATE, TEXTS, VERSION, WORDS


class Moment(NamedTuple):
    """Which index this is, and how often it was changed."""

    made: str
    generation: int


def moment(connection: Connection) -> Moment | None:
    """The index as this connection sees it; None when another version of the software made it."""
    state = connection.execute(select(STATE.c.version, STATE.c.made, STATE.c.generation)).first()
    return Moment(state.made, state.generation) if state is not None and state.version == VERSION else None


def health(connection: Connection) -> Health:
    """What a look at every table says; raises the database's error when one is missing."""
    state = connection.execute(select(STATE.c.version, STATE.c.generation)).first()
    if state is None or state.version != VERSION:
        return Health(False, 0, state.generation if state else 0, "the index is of another version")
    pages = connection.scalar(select(func.count()).select_from(PAGES)) or 0
    problem = _missing(connection)
    return Health(not problem, pages, state.generation, problem)


def size(connection: Connection) -> int:
    """The bytes of all tables of the schema, with their indexes."""
    bytes_ = text(
        "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = :schema AND c.relkind = 'r'"
    )
    return int(connection.scalar(bytes_, {"schema": SCHEMA}) or 0)


def _missing(connection: Connection) -> str:
    """What a whole index has and this one lacks, in words; empty when nothing is missing."""
    for table in (PAGES, TEXTS, SAID, SHOWN):  # a column that is gone is an error
        connection.execute(select(table).limit(1))
    if connection.scalar(select(WORDS.c.word).limit(1)) is None:
        said = select(func.unnest(func.tsvector_to_array(TEXTS.c.words)).label("word")).distinct()
        if any(not word.isdigit() for word in connection.scalars(said)):
            return "the list of words is empty"
    return ""


def in_one_line(error: SQLAlchemyError) -> str:
    """What the database said, without the statement."""
    said = error.orig if isinstance(error, DBAPIError) else error
    return str(said).strip().split("\n")[0] or type(error).__name__
