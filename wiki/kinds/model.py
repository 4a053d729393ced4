"""Kind, field, vocabulary and term: frozen values read once from content/.

A page's values are a plain mapping `field key -> value`; a field nobody filled in is absent. By field type a value is
    text, section   str (stripped; a section is Markdown with \\n line ends)
    term            str, a term's key             terms   list[str], in the order given, no doubles
    month           "2018-03"                     date    "2018-03-06"
    number          int or float                  yesno   "yes" | "no" | "unknown"
    money           {"amount": number, "currency": "USD", "year": 2018, "estimate": bool}; the last two may be absent
    page            str, the slug of another page pages   list[str]
    records         list[dict[str, value]], each by the field's columns, never an empty record
All of it is JSON; this is what a revision stores.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Values = dict[str, Any]


class FieldType(StrEnum):
    """Every type a field can have."""

    TEXT = "text"
    TERM = "term"
    TERMS = "terms"
    SECTION = "section"
    MONTH = "month"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    YESNO = "yesno"
    PAGE = "page"
    PAGES = "pages"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a vocabulary."""

    key: str
    label: str
    definition: str = ""
    also: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of terms, in the order it is shown. `key` is the vocabulary's file name."""

    key: str
    label: str
    description: str
    terms: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind: everything forms, validation, views, diffs, merges and search need to know.

    `weight` is the full-text boost (0: not searched), `facet` the facet's name in addresses ("" for none).
    `shown_if` is ("org_name_shown", "named"): the value is for readers only when that field has that value; else only
    editors see it, and it is neither exported nor indexed. `filled_by` names a choice used when a term is not given.
    """

    key: str
    type: FieldType
    label: str
    prompt: str = ""
    group: str = ""
    required: bool = False
    quick: bool = False
    max_length: int = 0
    max_items: int = 0
    vocabulary: str = ""
    kinds: tuple[str, ...] = ()
    columns: tuple["Field", ...] = ()
    weight: float = 0.0
    facet: str = ""
    sortable: bool = False
    shown_as: str = ""
    shown_if: tuple[str, str] | None = None
    missing: str = ""
    missing_matters: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the edit form with the fields below it."""

    key: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page. `path` is the list's address (`case-studies`), `facts` the fields of the facts box in order,
    `facets` the facets offered on its list, `body` the section shown without a heading of its own ("" for none)."""

    key: str
    label: str
    plural: str
    path: str
    description: str
    fields: tuple[Field, ...]
    groups: tuple[Group, ...]
    facts: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    twins: tuple[str, str] | None = None
    body: str = ""
    by_key: Mapping[str, Field] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Library:
    """Everything declared: kinds by key in menu order, and vocabularies by key."""

    kinds: Mapping[str, Kind]
    vocabularies: Mapping[str, Vocabulary]

    def by_path(self, path: str) -> Kind | None:
        """The kind whose list lives at this address."""
        return next((kind for kind in self.kinds.values() if kind.path == path), None)

    def label(self, vocabulary: str, term: str) -> str:
        """A term's label; the key itself when the vocabulary has lost it."""
        found = self.vocabularies[vocabulary].terms.get(term) if vocabulary in self.vocabularies else None
        return found.label if found else term
