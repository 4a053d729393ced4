"""Differences of two versions, field by field, and the bound on their cost."""

from collections.abc import Callable
from typing import Any

import pytest

from wiki.kinds.model import Field, FieldType, Kind, Library, Term, Values, Vocabulary
from wiki.pages.diff import Difference, FieldChange, Part, diff, diff_field
from wiki.pages.diff_lines import Fold, Row
from wiki.pages.diff_words import Runs

VOCABULARY = Vocabulary("outcomes", "Outcomes", "", {"ok": Term("ok", "Worked"), "part": Term("part", "Worked partly")})
FIELDS = (
    Field("title", FieldType.TEXT, "Title"),
    Field("outcome", FieldType.TERM, "Outcome", vocabulary="outcomes"),
    Field("tools", FieldType.PAGES, "Tools"),
    Field("size", FieldType.NUMBER, "Size"),
    Field("started", FieldType.MONTH, "Started"),
    Field("cost", FieldType.MONEY, "Cost"),
    Field("named", FieldType.YESNO, "Named"),
    Field(
        "sources",
        FieldType.RECORDS,
        "Sources",
        columns=(Field("name", FieldType.TEXT, "Name"), Field("seen", FieldType.DATE, "Seen")),
    ),
    Field("story", FieldType.SECTION, "What happened"),
    Field("trouble", FieldType.SECTION, "What did not work"),
)
KIND = Kind("case", "Case study", "Case studies", "case-studies", "", FIELDS, ())
LIBRARY = Library({"case": KIND}, {"outcomes": VOCABULARY})


def marked(runs: Runs) -> str:
    return "".join(f"[{run.text}]" if run.changed else run.text for run in runs)


def compare(old: Values, new: Values) -> Difference:
    return diff(KIND, LIBRARY, old, new)


def row(old: Values, new: Values) -> tuple[str, str, str]:
    (change,) = compare(old, new).fields
    return change.label, marked(change.before), marked(change.after)


@pytest.mark.parametrize(
    ("key", "old", "new", "before", "after"),
    [
        ("title", "Texting for a vote", "Texting for the vote", "Texting for [a] vote", "Texting for [the] vote"),
        ("outcome", "ok", "part", "[Worked]", "[Worked partly]"),
        ("outcome", "lost-term", None, "[lost-term]", ""),
        ("tools", ["a", "b"], ["b", "c"], "[a], b", "b, [c]"),
        ("tools", ["a", "b"], ["b", "a"], "[a], [b]", "[b], [a]"),
        ("size", 24000, 0, "[24,000]", "[0]"),
        ("started", None, "2018-03", "", "[March 2018]"),
        ("started", "2018-03", "soon", "[March 2018]", "[soon]"),
        ("named", "unknown", "yes", "[Not known]", "[Yes]"),
        (
            "cost",
            {"amount": 1200, "currency": "USD", "year": 2018, "estimate": True},
            {"amount": 0, "currency": "USD"},
            "[USD 1,200 (2018, estimated)]",
            "[nothing]",
        ),
    ],
)
def test_short_fields_in_words(key: str, old: Any, new: Any, before: str, after: str) -> None:
    label = KIND.fields[[field.key for field in FIELDS].index(key)].label
    assert row({key: old}, {key: new}) == (label, before, after)


def test_sections_and_unchanged_fields_are_told_apart_in_field_order() -> None:
    old = {"title": "T", "size": 1, "story": "One vote.", "trouble": "None."}
    found = compare(old, old | {"size": 2, "trouble": "None at all.", "story": "One vote. Two votes."})
    assert [change.key for change in found.fields] == ["size"]
    assert [part.label for part in found.parts] == ["What happened", "What did not work"]
    assert found.unchanged == ("Title",)
    assert found
    assert not found.coarse


def test_no_change_is_false() -> None:
    assert not compare({"title": "T"}, {"title": "T"})


def test_records_are_compared_by_row_with_words_marked() -> None:
    old = {"sources": [{"name": "Labor Notes", "seen": "2018-03-06"}, {"name": "A list"}]}
    new = {"sources": [{"name": "Labor Notes", "seen": "2018-03-07"}, {"name": "A list"}]}
    (part,) = compare(old, new).parts
    first, second = part.items
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert marked(first.old) == "Name: Labor Notes · Seen: March [6], 2018"
    assert marked(first.new) == "Name: Labor Notes · Seen: March [7], 2018"
    assert second.kind == "same"


def test_a_long_text_is_compared_by_line() -> None:
    assert [part.key for part in compare({"title": "a"}, {"title": "a\nb"}).parts] == ["title"]


def test_one_field_alone_as_for_a_conflict() -> None:
    assert isinstance(diff_field(KIND.fields[3], LIBRARY, 1, 2), FieldChange)
    assert isinstance(diff_field(KIND.fields[8], LIBRARY, "a", None), Part)


@pytest.mark.parametrize("odd", ["soon", 3.5, ["a", 1], {"amount": "much"}, [{"name": 1}], True])
def test_what_an_old_version_kept_in_another_form_is_shown_as_it_is(odd: Any) -> None:
    for field in FIELDS:
        assert compare({field.key: odd}, {})
        assert compare({}, {field.key: odd})


SIZES = (100_000, 1_000_000)
PATHOLOGICAL: dict[str, Callable[[int], tuple[str, str]]] = {
    "one line without spaces": lambda n: ("a" * n, "b" * n),
    "one line of many words": lambda n: ("ab cd " * (n // 6), "cd ab " * (n // 6)),
    "short equal lines": lambda n: ("a\n" * (n // 2), "a\n" * (n // 2 - 7) + "b"),
    "two lines in turns": lambda n: ("a\nb\n" * (n // 4) + "x", "b\na\n" * (n // 4) + "y"),
    "all lines turned around": lambda n: (
        "\n".join(f"line {at}" for at in range(n // 12)),
        "\n".join(f"line {at}" for at in reversed(range(n // 12))),
    ),
    "every line changed a little": lambda n: (
        "\n".join(f"the vote of local {at} held" for at in range(n // 28)),
        "\n".join(f"the vote of local {at} lost" for at in range(n // 28)),
    ),
    "every second line changed among few words": lambda n: (
        "\n".join("yes no" if at % 3 else f"{at % 50}" for at in range(n // 6)),
        "\n".join("no yes" if at % 2 else f"{at % 50}" for at in range(n // 6)),
    ),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_hostile_texts_are_compared_coarsely_and_completely(name: str, size: int) -> None:
    old, new = (text.strip() for text in PATHOLOGICAL[name](size))
    found = compare({"story": old}, {"story": new})
    assert found.coarse
    rows = [row for item in found.parts[0].items for row in (item.rows if isinstance(item, Fold) else (item,))]
    assert "\n".join("".join(run.text for run in row.old) for row in rows if row.old) == old
    assert "\n".join("".join(run.text for run in row.new) for row in rows if row.new) == new
