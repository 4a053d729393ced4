"""Generated values of any kind, made from its declaration, odd strings included."""

from typing import Any

from hypothesis import strategies as st

from wiki.kinds.cleaning import clean
from wiki.kinds.model import Field, FieldType, Kind, Library

ODD = (
    *(
        "yes",
        "no",
        "null",
        "~",
        "true",
        "1",
        "1_499",
        "0x1f",
        "1e3",
        ".inf",
        "2018-03",
        "2018-03-06",
        "12:30",
        "=",
        "<<",
    ),
    *(
        "- dash",
        "---",
        "...",
        "# no comment",
        "a # b",
        "key: value",
        "a: b: c",
        "{a: b}",
        "[x]",
        "*star",
        "&anchor",
        "!tag",
    ),
    *(
        "'single'",
        '"double"',
        "back\\slash",
        "tab\there",
        "%percent",
        "@at",
        "`tick`",
        "|",
        ">",
        "? what",
        "  spaced  ",
    ),
    *(
        "naïve café",
        "e\u0301",
        "Tiếng Việt",
        "中文",
        "🙂👩\u200d🔧",
        "\u202eright",
        "\ufeffbom",
        "\u2028",
        "\x85",
        "\ufffe",
        "\x00",
    ),
)
MARKDOWN = (
    *(
        "## The situation {#situation}",
        "\\## The situation {#situation}",
        "## Own heading",
        "## Own {#own}",
        "    code",
    ),
    *(
        "```",
        "---",
        "- item  ",
        "1. one",
        "> quote",
        "",
        "",
        "kind: page",
        "\\",
        "## Text {#body} ",
        "\\\\## x {#what_we_did}",
    ),
)
words = st.one_of(st.sampled_from(ODD), st.text(max_size=30))
lines = st.one_of(st.sampled_from(MARKDOWN), words)
sections = st.lists(lines, max_size=6).map("\n".join)
numbers = st.one_of(st.integers(0, 10**6), st.decimals(0, 9999, places=2).map(float))


def values_of(kind: Kind, library: Library) -> st.SearchStrategy[dict[str, Any]]:
    """Clean values in which each field may be absent."""
    optional = {field.key: value_of(field, library) for field in kind.fields}
    return st.fixed_dictionaries({}, optional=optional).map(lambda values: clean(kind, library, values))


def value_of(field: Field, library: Library) -> st.SearchStrategy[Any]:
    """A value of this field's type as somebody might send it."""
    match field.type:
        case FieldType.SECTION:
            return sections
        case FieldType.TERM:
            return st.sampled_from(sorted(library.vocabularies[field.vocabulary].terms))
        case FieldType.TERMS:
            return st.lists(st.sampled_from(sorted(library.vocabularies[field.vocabulary].terms)), max_size=4)
        case FieldType.PAGES:
            return st.lists(words, max_size=3)
        case FieldType.YESNO:
            return st.sampled_from(["yes", "no", "unknown"])
        case FieldType.NUMBER:
            return numbers
        case FieldType.MONTH:
            return st.sampled_from(["2017-11", "2018-03", "1999-12"])
        case FieldType.DATE:
            return st.dates().map(lambda day: day.isoformat())
        case FieldType.MONEY:
            return money
        case FieldType.RECORDS:
            columns = {column.key: value_of(column, library) for column in field.columns}
            return st.lists(st.fixed_dictionaries({}, optional=columns), max_size=3)
        case _:
            return words


money = st.fixed_dictionaries(
    {"amount": numbers, "currency": st.sampled_from(["USD", "CAD", "JPY"])},
    optional={"year": st.integers(1990, 2030), "estimate": st.booleans()},
)
