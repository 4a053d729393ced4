"""Everything a template needs to draw a kind's form, with no questions asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wiki.errors import Problem, marked
from wiki.kinds.display import YESNO
from wiki.kinds.fixed import takes_proposals
from wiki.kinds.form_reading import Raw, Reading, read_form, to_raw
from wiki.kinds.model import Field, FieldType, Kind, Library
from wiki.kinds.validation import longest, most_items

__all__ = ["FormGroup", "Input", "Option", "Raw", "Reading", "Row", "form_rows", "read_form", "to_raw"]

BLANK_ROWS = 2
LONG_TEXT = 300
MANY_OPTIONS = 12
SCALE = 7  # a list up to this long is a scale or a choice that is complete
_WIDGETS = {
    FieldType.TEXT: "text",
    FieldType.SECTION: "section",
    FieldType.TERM: "select",
    FieldType.TERMS: "checks",
}
_BOXES = ("text", "area", "section", "page")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; a retired one is there only while it is chosen."""

    value: str
    label: str
    definition: str = ""
    chosen: bool = False
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One field as the form asks it.

    `widget` is text, url, area, section, select, radios, checks, month, date, number, money, yesno, page, pages (one a
    line) or records. `id` is what an error summary links to. `value` is the first of `values`. Money has `parts`
    (amount, currency, year, estimate); records have `rows`, the last of them blank, and `more` while another fits.
    `kinds` are the kinds a page may be of (none: any). `many` says that the choices want folding or columns.
    `vocabulary` is the one a term may be proposed for, "" for none.
    Inside a record yes/no is a select, so that a row stays short.
    """

    key: str
    name: str
    label: str
    hint: str
    widget: str
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    required: bool = False
    max_length: int = 0
    max_items: int = 0
    kinds: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    vocabulary: str = ""
    parts: "tuple[Input, ...]" = ()
    rows: "tuple[Row, ...]" = ()
    more: bool = False
    many: bool = False

    @property
    def id(self) -> str:
        """The element's id."""
        return f"f-{self.name}"

    @property
    def value(self) -> str:
        """What stands in the field."""
        return self.values[0] if self.values else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list, counted from 0."""

    index: int
    inputs: tuple[Input, ...]
    blank: bool


@dataclass(frozen=True, slots=True)
class FormGroup:
    """A heading of the form and what stands below it."""

    key: str
    label: str
    hint: str
    inputs: tuple[Input, ...]


def form_rows(
    kind: Kind,
    library: Library,
    values: Mapping[str, Any],
    raw: Mapping[str, Sequence[str]] | None = None,
    problems: Iterable[Problem] = (),
    quick: bool = False,
) -> list[FormGroup]:
    """The form's groups in order, filled with what was typed (`raw`) or else with the values; empty groups left out.

    `quick` asks only the fields of the five-minute form.
    """
    drawing = _Drawing(library, raw if raw is not None else to_raw(kind, values), tuple(problems))
    groups = []
    for group in kind.groups:
        asked = [each for each in kind.fields if each.group == group.key and (each.quick or not quick)]
        if asked:
            inputs = tuple(drawing.input(field, field.key) for field in asked)
            groups.append(FormGroup(group.key, group.label, group.hint, inputs))
    return groups


@dataclass(frozen=True, slots=True)
class _Drawing:
    library: Library
    raw: Mapping[str, Sequence[str]]
    problems: tuple[Problem, ...]

    def input(self, field: Field, name: str) -> Input:
        values = tuple(self.raw.get(name, ()))
        widget = "select" if field.type is FieldType.YESNO and "." in name else _widget(field)
        options = self._options(field, values)
        rows = self._rows(field, name) if field.type is FieldType.RECORDS else ()
        return Input(
            key=field.key,
            name=name,
            label=field.ask,
            hint=field.prompt,
            widget=widget,
            values=values,
            options=options,
            required=field.required,
            max_length=longest(field) if widget in _BOXES or widget == "url" else 0,
            max_items=most_items(field) if widget in ("checks", "pages", "records") else 0,
            kinds=field.kinds,
            problems=tuple(problem for problem in self.problems if problem.field == name),
            vocabulary=self._proposable(field, name),
            parts=self._money(name) if field.type is FieldType.MONEY else (),
            rows=rows,
            many=len(options) > MANY_OPTIONS,
            more=bool(rows) and len(rows) < most_items(field),
        )

    def _proposable(self, field: Field, name: str) -> str:
        """The vocabulary to propose a term for: a list long enough that one may be missing, outside of rows."""
        is_list = field.vocabulary in self.library.vocabularies and "." not in name
        if not is_list or len(self.library.vocabularies[field.vocabulary].terms) <= SCALE:
            return ""
        return field.vocabulary if takes_proposals(self.library, field.vocabulary) else ""

    def _options(self, field: Field, values: tuple[str, ...]) -> tuple[Option, ...]:
        if field.type is FieldType.YESNO:
            return tuple(Option(key, label, "", key in values) for key, label in YESNO.items())
        if not field.vocabulary:
            return ()
        chosen = [value for value in values if value] or [field.default]
        return self._terms(field.vocabulary, chosen)

    def _terms(self, vocabulary: str, chosen: Sequence[str]) -> tuple[Option, ...]:
        known = self.library.vocabularies[vocabulary]
        chosen = [known.key_of(value) for value in chosen]
        options = [
            Option(term.key, term.label, term.definition, term.key in chosen, term.is_retired)
            for term in known.terms.values()
            if not term.is_retired or term.key in chosen
        ]
        lost = [Option(value, value, "", True) for value in chosen if value and value not in known.terms]
        return (*options, *lost)  # a term the vocabulary lost stays chosen until its writer chooses anew

    def _money(self, name: str) -> tuple[Input, ...]:
        currency = (*self.raw.get(f"{name}.currency", ()), "USD")[0]
        estimate = Option("yes", marked("This is an estimate"), "", any(self._values(name, "estimate")))
        return (
            Input("amount", f"{name}.amount", marked("Amount"), "", "number", self._values(name, "amount")),
            Input(
                "currency",
                f"{name}.currency",
                marked("Currency"),
                "",
                "select",
                (currency,),
                self._currencies(currency),
            ),
            Input("year", f"{name}.year", marked("Year"), "", "number", self._values(name, "year")),
            Input("estimate", f"{name}.estimate", "", "", "checks", self._values(name, "estimate"), (estimate,)),
        )

    def _currencies(self, chosen: str) -> tuple[Option, ...]:
        return self._terms("currency", [chosen])

    def _values(self, name: str, part: str) -> tuple[str, ...]:
        return tuple(self.raw.get(f"{name}.{part}", ()))

    def _rows(self, field: Field, name: str) -> tuple[Row, ...]:
        sent = filled = 0
        while any(f"{name}.{sent}.{column.key}" in self.raw for column in field.columns):
            sent += 1
            if any(any(self.raw.get(f"{name}.{sent - 1}.{column.key}", ())) for column in field.columns):
                filled = sent
        shown = max(sent, min(filled + 1 if sent else BLANK_ROWS, most_items(field)))
        return tuple(
            Row(
                index,
                tuple(self.input(column, f"{name}.{index}.{column.key}") for column in field.columns),
                index >= filled,
            )
            for index in range(shown)
        )


def _widget(field: Field) -> str:
    if field.widget:
        return field.widget
    if field.type is FieldType.TEXT:
        return "url" if field.format == "url" else "area" if field.max_length > LONG_TEXT else "text"
    return _WIDGETS.get(field.type, field.type.value)
