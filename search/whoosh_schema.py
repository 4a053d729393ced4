"""How a document lies in Whoosh: analyzed by us, so that its fields only carry what they are given."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from whoosh.columns import CompressedBytesColumn, NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Existence

from search.analysis import composed
from search.describing import describe
from search.model import Document, Part
from search.sequence import sequence

# Raised whenever what is stored or how words are cut changes: an index with another number is made anew.
VERSION = 6

Posting = tuple[bytes, int, float, bytes]


class Weights(FieldType):  # type: ignore[misc]
    """Stem or word -> summed weight, as given."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(self, value: Mapping[str, float], **_: Any) -> Iterator[Posting]:
        """One posting each, carrying its weight."""
        return ((key.encode(), 1, weight, b"") for key, weight in value.items())


class Keys(FieldType):  # type: ignore[misc]
    """Whole strings, as given, that can only be looked up."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(self, value: Iterable[str], **_: Any) -> Iterator[Posting]:
        """One posting a string."""
        return ((key.encode(), 1, 1.0, b"") for key in sorted(set(value)))


def schema() -> Schema:
    """The fields of the index; `id` is stored because Whoosh cannot merge segments that store nothing."""
    return Schema(
        id=ID(stored=True, unique=True),
        stems=Weights(),
        exact=Weights(),
        named=Keys(),
        audience=Keys(),
        facet=Keys(),
        number=COLUMN(NumericColumn("I")),
        revision=COLUMN(NumericColumn("I")),
        length=COLUMN(NumericColumn("I")),
        changed=COLUMN(NumericColumn("d")),
        overdue=COLUMN(NumericColumn("B")),
        numbers=COLUMN(VarBytesColumn()),
        title=COLUMN(VarBytesColumn()),
        facts=COLUMN(VarBytesColumn()),
        parts=COLUMN(CompressedBytesColumn()),
        said=COLUMN(VarBytesColumn()),
    )


def fields(document: Document) -> dict[str, Any]:
    """What Whoosh is given for a page."""
    described = describe(document)
    return {
        "id": str(document.id),
        "stems": described.stems,
        "exact": described.counts,
        "named": described.named,
        "audience": document.audience,
        "facet": described.facets,
        "number": document.id,
        "revision": document.revision,
        "length": described.length,
        "changed": document.changed.timestamp(),
        "overdue": int(document.overdue),
        "numbers": _json(dict(document.numbers)) if document.numbers else b"",
        "title": composed(document.title).encode(),
        "facts": _json(_facts(document)),
        "said": sequence(described.texts),
        "parts": _json([[one.key, composed(one.heading), composed(one.text), one.weight] for one in document.parts]),
    }


def _facts(document: Document) -> list[Any]:
    """What a hit shows: slug, kind, summary, terms, and the other names it may have matched by."""
    names = [composed(name) for name in (*document.aliases, *document.labels)]
    return [document.slug, document.kind, composed(document.summary), dict(document.terms), names]


def parts_of(stored: bytes) -> tuple[Part, ...]:
    """The parts of a page as they were stored."""
    return tuple(Part(*row) for row in json.loads(stored))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
