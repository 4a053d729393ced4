"""Words to be taken out of texts: how they may be written, and what stands in their place."""

import re
from collections.abc import Mapping
from typing import Any

from wiki.kinds.model import Field, FieldType, Kind, Values
from wiki.names import to_slug

GONE = "[name removed]"
GONE_FROM_ADDRESS = "name-removed"
_ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
SHORTEST = 3
LONGEST = 80
# Between two words of a name: blanks, marks, emphasis, a tag or an entity of HTML; never a letter, never `_` in a key.
_BETWEEN = r"(?:<[^<>]{0,200}>|&#?\w{1,8};|\W|(?<=\W)_|_(?=\W)){1,8}"
_BEFORE, _AFTER = r"(?<![^\W_])(?<![^\W_]_)", r"(?![^\W_])(?!_[^\W_])"  # emphasis is no letter; `_` in a key is
_CHOSEN = (FieldType.TERM, FieldType.TERMS, FieldType.YESNO, FieldType.DATE, FieldType.MONTH, FieldType.NUMBER)


class Words:
    """One name in every way texts may hold it: any case, broken over lines or marks, or as part of an address.

    `whole`: only as it is typed, such as `@ana-lopez`.
    """

    def __init__(self, typed: str, *, whole: bool = False) -> None:
        self.typed = " ".join(typed.split())[: LONGEST * 2]
        if whole:
            self.slug = ""
            self._pattern = re.compile(rf"(?<!\w){re.escape(self.typed)}(?![\w-])", re.IGNORECASE)
            self._folded = re.compile(r"(?!)")
            return
        parts = [re.escape(part) for part in re.findall(r"\w+", self.typed)]
        self.slug = to_slug(self.typed, "")
        name = f"{_BEFORE}{_BETWEEN.join(parts)}{_AFTER}" if parts else r"(?!)"
        folded = rf"(?<![a-z0-9]){re.escape(self.slug)}(?![a-z0-9])" if self.slug else r"(?!)"
        self._pattern = re.compile(f"{name}|{folded}", re.IGNORECASE)
        self._folded = re.compile(folded)

    @property
    def is_long_enough(self) -> bool:
        """Whether there is enough of it to be told from other words."""
        return len(re.sub(r"\W|_", "", self.typed)) >= SHORTEST

    def stands_in(self, text: str) -> bool:
        """Whether the text holds the name."""
        return self._pattern.search(text) is not None

    def stands_in_address(self, slug: str) -> bool:
        """Whether an address is made of the name."""
        return self._folded.search(slug) is not None

    def out_of(self, text: str) -> str:
        """The text without the name; an address stays one."""
        return self._pattern.sub(GONE_FROM_ADDRESS if _ADDRESS.fullmatch(text) else GONE, text)

    def out_of_any(self, value: Any) -> Any:
        """The same for lists and tables of texts, however deep; keys stay."""
        if isinstance(value, str):
            return self.out_of(value)
        if isinstance(value, Mapping):
            return {key: self.out_of_any(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.out_of_any(one) for one in value]
        return value

    def out_of_values(self, kind: Kind | None, values: Values) -> Values:
        """A page's values without the name; what is chosen from a list, a number or a day is left alone."""
        if kind is None:
            return dict(self.out_of_any(values))
        return {key: self._out_of_field(kind.by_key.get(key), value) for key, value in values.items()}

    def out_of_form(self, kind: Kind | None, form: Mapping[str, Any]) -> dict[str, Any]:
        """A form as typed without the name; inputs are named field, or list.row.column."""
        fields = kind.by_key if kind else {}
        return {
            name: typed if _is_chosen(_input(fields, name)) else self.out_of_any(typed) for name, typed in form.items()
        }

    def _out_of_field(self, field: Field | None, value: Any) -> Any:
        if _is_chosen(field):
            return value
        if field is not None and field.type is FieldType.RECORDS and isinstance(value, list):
            columns = {column.key: column for column in field.columns}
            return [
                {key: self._out_of_field(columns.get(key), one) for key, one in row.items()}
                if isinstance(row, Mapping)
                else self.out_of_any(row)
                for row in value
            ]
        return self.out_of_any(value)


def _is_chosen(field: Field | None) -> bool:
    return field is not None and (field.type in _CHOSEN or bool(field.vocabulary))


def _input(fields: Mapping[str, Field], name: str) -> Field | None:
    key, _, rest = name.partition(".")
    field = fields.get(key)
    column = rest.rpartition(".")[2]
    return next((one for one in field.columns if one.key == column), field) if field else None
