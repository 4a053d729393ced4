"""How a document lies in Whoosh: analyzed by us, so that its fields only carry what they are given."""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from whoosh.columns import CompressedBytesColumn, NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.formats import Existence, Positions

from search.analysis import composed, compounds, title_key, words
from search.model import Document, Part
from search.ranking import ALIAS, LABEL, SUMMARY, TITLE
from search.stems import stem

# Raised whenever what is stored or how words are cut changes: an index with another number is made anew.
VERSION = 3

_GAP = 16  # places left free between two passages, so that no phrase reaches across
_JOINT = "\x1f"

Posting = tuple[bytes, int, float, bytes]


class Stems(FieldType):  # type: ignore[misc]
    """Stem -> summed weight, as given."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)

    def index(self, value: Mapping[str, float], **_: Any) -> Iterator[Posting]:
        """One posting a stem, carrying its weight."""
        return ((key.encode(), 1, weight, b"") for key, weight in value.items())


class Places(FieldType):  # type: ignore[misc]
    """Word -> the places it stands at, as given."""

    def __init__(self) -> None:
        super().__init__(format=Positions(), analyzer=None)

    def index(self, value: Mapping[str, "array[int]"], **_: Any) -> Iterator[Posting]:
        """One posting a word, carrying how often and where."""
        return ((key.encode(), len(at), float(len(at)), at.tobytes()) for key, at in value.items())


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
        stems=Stems(),
        exact=Places(),
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
    )


def facet_key(name: str, term: str) -> str:
    """The string a facet's term is looked up by."""
    return f"{name}{_JOINT}{term}"


def facet_of(key: str) -> tuple[str, str]:
    """The facet's name and term a string stands for."""
    name, _, term = key.partition(_JOINT)
    return name, term


def passages(document: Document) -> Iterator[tuple[float, str]]:
    """Everything of a page that is searched, each with its weight; headings are the same on every page of a kind."""
    yield TITLE, document.title
    yield SUMMARY, document.summary
    for alias in document.aliases:
        yield ALIAS, alias
    for label in document.labels:
        yield LABEL, label
    for part in document.parts:
        if part.weight > 0:
            yield part.weight, part.text


def fields(document: Document) -> dict[str, Any]:
    """What Whoosh is given for a page."""
    stems: dict[str, float] = defaultdict(float)
    places: dict[str, array[int]] = defaultdict(lambda: array("I"))
    place = length = 0
    for weight, text in passages(document):
        for word in words(composed(text)):
            places[word].append(place)
            place += 1
            length += 1
            if root := stem(word):
                stems[root] += weight
        for joined in compounds(text):
            if root := stem(joined):
                stems[root] += weight
        place += _GAP
    return {
        "id": str(document.id),
        "stems": stems,
        "exact": places,
        "named": [key for name in (document.title, *document.aliases) if (key := title_key(name))],
        "audience": document.audience,
        "facet": [facet_key(name, term) for name, terms in facets(document).items() for term in terms],
        "number": document.id,
        "revision": document.revision,
        "length": length,
        "changed": document.changed.timestamp(),
        "overdue": int(document.overdue),
        "numbers": _json(dict(document.numbers)) if document.numbers else b"",
        "title": composed(document.title).encode(),
        "facts": _json(_facts(document)),
        "parts": _json([[one.key, composed(one.heading), composed(one.text), one.weight] for one in document.parts]),
    }


def _facts(document: Document) -> list[Any]:
    """What a hit shows: slug, kind, summary, terms, and the other names it may have matched by."""
    names = [composed(name) for name in (*document.aliases, *document.labels)]
    return [document.slug, document.kind, composed(document.summary), dict(document.terms), names]


def facets(document: Document) -> dict[str, tuple[str, ...]]:
    """The page's terms by facet; its kind is always one of them."""
    return {"kind": (document.kind,), **document.terms}


def parts_of(stored: bytes) -> tuple[Part, ...]:
    """The parts of a page as they were stored."""
    return tuple(Part(*row) for row in json.loads(stored))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
