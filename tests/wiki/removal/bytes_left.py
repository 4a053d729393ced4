"""Every byte a site keeps, searched for a word: the database with its log, the index, the kept pages."""

import gzip
from pathlib import Path

from front_door import Site
from sqlalchemy import select, text

from search.postgres_schema import SCHEMA
from storage.database import Base, Database
from wiki.settings import Settings


def places(site: Site, word: str) -> set[str]:
    """Where the word stands: "database", "index", "cache"."""
    settings, database = site.service(Settings), site.service(Database)
    needle = word.lower().encode()
    found = set()
    if needle in _everything(database).lower():
        found.add("database")
    if database.is_sqlite:
        files = [file for file in settings.data.glob("fieldbook.sqlite3*") if needle in file.read_bytes().lower()]
        found |= {"database"} if files else set()
    elif needle in _index(database).lower():
        found.add("index")
    for name in ("index", "cache"):
        if any(needle in _unpacked(file) for file in (settings.data / name).rglob("*") if file.is_file()):
            found.add(name)
    others = (file for file in settings.data.iterdir() if file.is_file() and not file.name.startswith("fieldbook"))
    assert not any(needle in file.read_bytes().lower() for file in others)
    return found


def _everything(database: Database) -> bytes:
    """Every row of every table, as a dump has it."""
    with database.read() as session:
        return "\n".join(
            str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(select(table))
        ).encode()


def _index(database: Database) -> bytes:
    """Every row of the index that PostgreSQL keeps."""
    with database.engine.connect() as connection:
        rows = [
            connection.execute(text(f"SELECT t::text FROM {SCHEMA}.{name} t")).scalars()
            for name in ("page", "text", "said", "shown", "word")
        ]
        return "\n".join(row for several in rows for row in several).encode()


def _unpacked(file: Path) -> bytes:
    """A file's bytes in small letters, and what a kept page holds once it is unpacked."""
    raw = file.read_bytes()
    start = raw.find(b"\x1f\x8b")
    unpacked = gzip.decompress(raw[start:]) if start >= 0 and file.parent.parent.name == "cache" else b""
    return raw.lower() + unpacked.lower()
