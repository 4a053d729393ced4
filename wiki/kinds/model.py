r"""Kind, field, vocabulary and term: frozen values read once from content/.

A page's values are a plain mapping `field key -> value`; a field nobody filled in is absent. By field type a value is
    text, section   str (stripped; a section is Markdown with \n line ends, its first line's indent kept)
    term            str, a term's key             terms   list[str], in the order given, no doubles
    month           "2018-03"                     date    "2018-03-06"
    number          int or float                  yesno   "yes" | "no" | "unknown"
    money           {"amount": number, "currency": "USD", "year": 2018, "estimate": bool}; the last two may be absent
    page            str, a page's slug or plain name    pages   list[str]; `wiki.names.to_slug` resolves both
    records         list[dict[str, value]], each by the field's columns, never an empty record
All of it is JSON; this is what a revision stores.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from auth.model import Permission
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.reviewing import Every
from wiki.kinds.terms import Term, Vocabulary

__all__ = ["FactLine", "Field", "FieldType", "Group", "Kind", "Library", "ShownIf", "Term", "Values", "Vocabulary"]

Values = dict[str, Any]

META_KEYS = (
    "status",
    "visibility",
    "visible_from",
    "language",
    "translation_of",
    "owner",
    "attribution",
    "pen_name",
    "created",
    "updated",
    "revision",
    "licence",
    "checked_on",
    "checked_against",
    "checked_by",
    "review_every",
    "slug",
    "moved_from",
)
"""What every page's document may say beside its fields, in the order it is written; `page_status` and the
like where the kind has a field of that name."""


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
class ShownIf:
    """Readers see the value only while the field `field` holds one of `values`; else only editors do."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind: everything forms, validation, views, diffs, merges and search need to know.

    `label` is what readers see, `ask` what the form asks (the label when not declared). `unit` follows a number in
    words, `unit_one` the number one. `format` is "url" for a text that is a web address. `widget` overrides how the
    form asks (radios, area). `weight` is the full-text boost (0: not searched), `facet` the facet's name in addresses
    ("" for none), `band` the vocabulary of bands a number or an amount is counted in, and `bands` its terms with the
    smallest number of each, rising. `default` is the term that holds when none is given.
    A value with `shown_if` unmet is seen by editors alone, and is neither exported nor indexed.
    `missing` are the words of the completeness note ("what it cost"); empty: nobody misses it.
    """

    key: str
    type: FieldType
    label: str
    ask: str = ""
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
    band: str = ""
    bands: tuple[tuple[str, float], ...] = ()
    sortable: bool = False
    shown_as: str = ""
    shown_if: ShownIf | None = None
    default: str = ""
    unit: str = ""
    unit_one: str = ""
    format: str = ""
    widget: str = ""
    missing: str = ""


def lead_column(field: Field) -> Field:
    """What a list of records is filtered by: its page, else its term, else its first column; any other field itself."""
    for wanted in (FieldType.PAGE, FieldType.TERM):
        for column in field.columns:
            if column.type is wanted:
                return column
    return field.columns[0] if field.columns else field


def facet_vocabulary(field: Field) -> str:
    """The vocabulary of the facet a field fills, "" when its terms are slugs."""
    return field.band or lead_column(field).vocabulary


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the edit form with the fields below it."""

    key: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line of the facts box: the fields it joins, and the words between them.

    `alone` stands before the others when the first field is missing ("until ").
    """

    label: str
    fields: tuple[str, ...]
    join: str = ", "
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page.

    `path` is the list's address (`case-studies`), `share` the words that invite to write one, `publish` the permission
    it takes to publish one at once, `facts` the lines of the facts box in order, `facets` the facets offered on its
    list, `twins` two sections shown side by side, `body` the only section, shown without a heading of its own ("" for
    none). Of each tuple in `one_of` one field is needed. `review_every` says how often its pages are checked against
    the real thing (None: never); such a kind has a date field `checked_on`, in which a page says where that began.
    """

    key: str
    label: str
    plural: str
    path: str
    description: str
    fields: tuple[Field, ...]
    groups: tuple[Group, ...]
    share: str = ""
    publish: Permission = Permission.PAGE_PUBLISH
    in_menu: bool = True
    facts: tuple[FactLine, ...] = ()
    facets: tuple[str, ...] = ()
    twins: tuple[str, str] | None = None
    body: str = ""
    one_of: tuple[tuple[str, ...], ...] = ()
    by_key: Mapping[str, Field] = field(default_factory=dict)
    review_every: Every | None = None

    def sections(self) -> tuple[Field, ...]:
        """The long Markdown fields in declared order."""
        return tuple(each for each in self.fields if each.type is FieldType.SECTION)


@dataclass(frozen=True, slots=True)
class Library:
    """Everything declared: kinds by key in menu order, and vocabularies by key as they are now."""

    kinds: Mapping[str, Kind]
    vocabularies: Mapping[str, Vocabulary]

    def label(self, vocabulary: str, term: str) -> str:
        """A term's label, also of one that was merged; the key itself when the vocabulary has lost it."""
        return self.vocabularies[vocabulary].label_of(term) if vocabulary in self.vocabularies else term

    def moment(self) -> AbstractContextManager[None]:
        """Within it, this thread sees every vocabulary as it was at one moment."""
        live = self.vocabularies
        return live.moment() if isinstance(live, LiveVocabularies) else nullcontext()
