"""Clashes of a merge, as the conflict page shows them."""

from typing import Any

from wiki.kinds.model import Field, FieldType, Kind, Library, Values
from wiki.pages.clash import Clash, Lines, clashes
from wiki.pages.merge import merge

FIELDS = (
    Field("title", FieldType.TEXT, "Title"),
    Field("size", FieldType.NUMBER, "Size"),
    Field("sources", FieldType.RECORDS, "Sources", columns=(Field("name", FieldType.TEXT, "Name"),)),
    Field("story", FieldType.SECTION, "What happened"),
)
KIND = Kind("case", "Case study", "Case studies", "case-studies", "", FIELDS, ())


def clash(base: Values, theirs: Values, mine: Values) -> Clash:
    (found,) = clashes(KIND, Library({}, {}), merge(KIND, base, theirs, mine).conflicts)
    return found


def one(key: str, base: Any, theirs: Any, mine: Any) -> Clash:
    return clash({key: base}, {key: theirs}, {key: mine})


def shown(lines: Lines) -> list[str]:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return ["".join(marks[piece.state].format(piece.text) for piece in pieces) for pieces in lines]


def test_both_changes_are_told_against_the_version_both_began_with() -> None:
    found = one("story", "The vote was held.", "The vote was lost.", "The first vote was held.")
    assert shown(found.theirs) == ["The vote was [-held-][+lost+]."]
    assert shown(found.mine) == ["The [+first +]vote was held."]
    assert found.together == "The vote was lost.\n\nThe first vote was held."
    assert (found.is_text, found.mine_text) == (True, "The first vote was held.")


def test_lines_far_from_the_change_are_left_out() -> None:
    base = "\n\n".join(f"line {n}" for n in range(9))
    found = one("story", base, base.replace("line 8", "row 8"), base.replace("line 8", "no 8"))
    assert shown(found.theirs) == ["", "line 6", "line 7", "[-line-][+row+] 8"]


def test_a_number_changes_as_a_whole() -> None:
    found = one("size", 24000, 25000, 26000)
    assert shown(found.theirs) == ["[-24,000-][+25,000+]"]
    assert (found.together, found.is_text, found.mine_text) == (26000, False, "")


def test_an_emptied_text_is_an_empty_text() -> None:
    found = one("title", "A", "B", None)
    assert (found.together, found.mine_text) == ("", "")
    assert shown(found.mine) == ["[-A-]"]


def test_records_are_told_row_by_row() -> None:
    found = one("sources", [], [{"name": "a"}], [{"name": "b"}])
    assert shown(found.theirs) == ["[+Name: a+]"]
    assert found.together == [{"name": "a"}, {"name": "b"}]


def test_a_field_the_kind_lost_is_told_by_its_key() -> None:
    found = one("old", ["x"], ["y"], ["z"])
    assert found.label == "old"
    assert shown(found.mine) == ["[-x-][+z+]"]
