"""The declared library is whole, and a broken declaration is refused with its file, line and reason."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiki.kinds.declaration import DeclarationError, load
from wiki.kinds.model import FieldType, Library

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for room in ("kinds", "vocabularies"):
        shutil.copytree(CONTENT / room, tmp_path / "content" / room)
    return tmp_path / "content"


def test_kinds_come_in_menu_order(library: Library) -> None:
    assert [kind.path for kind in library.kinds.values() if kind.in_menu] == [
        *("case-studies", "how-tos", "tools", "next-steps", "questions", "events"),
    ]
    assert [key for key, kind in library.kinds.items() if not kind.in_menu] == ["session", "collection", "page"]


def test_every_term_and_field_says_what_it_means(library: Library) -> None:
    for vocabulary in library.vocabularies.values():
        assert vocabulary.description
        assert all(term.definition for term in vocabulary.terms.values())
    for kind in library.kinds.values():
        assert kind.share
        assert all(field.ask and field.label for field in kind.fields)
        assert any(field.quick for field in kind.fields)
        assert all(field.required for field in kind.fields if field.key == "title")


def test_spelling_is_american(library: Library) -> None:
    words = "\n".join(
        path.read_text("utf-8") for path in [*CONTENT.glob("kinds/*.yaml"), *CONTENT.glob("vocabularies/*")]
    )
    for british in ("organis", "programme", "licence:", "neighbour", "theatre:", "judgement"):
        assert british not in words
    assert library.kinds["case_study"].by_key["org_type"].label == "Organization type"


def test_a_label_is_found_and_a_lost_term_is_its_own_label(library: Library) -> None:
    assert library.label("outcome", "worked_partly") == "Worked partly"
    assert library.label("outcome", "triumph") == "triumph"
    assert library.label("nothing", "triumph") == "triumph"


BREAKS = [
    ("kinds/tool.yaml", "vocabulary: tool_category", "vocabulary: gadgets", "uses the vocabulary `gadgets`"),
    ("kinds/tool.yaml", "type: date", "type: day", "field `checked_on` has the type `day`, which does not exist"),
    ("kinds/tool.yaml", "key: maker_kind", "key: maker", "the field `maker` is declared twice"),
    ("kinds/tool.yaml", "key: maker_kind", "key: Maker Kind", "`Maker Kind` is not a key"),
    ("kinds/tool.yaml", "label: Price checked", "name: Price checked", "the field has no `label`"),
    ("kinds/tool.yaml", "max_items: 14", "most: 14", "the field has the unknown key `most`"),
    ("kinds/tool.yaml", "max_items: 14", "max_items: many", "`max_items` must be a number"),
    ("kinds/tool.yaml", "max_items: 14", "max_items: .inf", "`max_items` must be a number"),
    ("kinds/tool.yaml", "weight: 5", "weight: -1", "`weight` must be a number, zero or more"),
    ("kinds/tool.yaml", "max_items: 14", "max_items: 0", "`max_items` must be a whole number above zero"),
    ("kinds/tool.yaml", "required: true", "required: perhaps", "`required` must be true or false"),
    ("kinds/tool.yaml", "facet: status", "facet: [status]", "`facet` must be text"),
    ("kinds/tool.yaml", "  - aliases", "  - nickname", "`facts` names the field `nickname`"),
    ("kinds/tool.yaml", "  - aliases", "  - {label: X, fields: []}", "a line of `facts` needs at least one field"),
    ("kinds/tool.yaml", "facets: [category", "facets: [color", "`facets` names `color`, which no field fills"),
    ("kinds/tool.yaml", "group: words", "group: poems", "is in the group `poems`, which does not exist"),
    ("kinds/tool.yaml", "path: tools", "path: how-tos", "the path `how-tos` is taken"),
    ("kinds/tool.yaml", "path: tools", "path: /tools", "is not a plain address"),
    ("kinds/tool.yaml", "label: Tool", "label: &x Tool", "alias"),
    ("kinds/tool.yaml", "label: Tool", "labels: Tool", "the kind has no `label`"),
    ("kinds/tool.yaml", "label: Tool", "label: Tool\nlabel: Tools", "says `label` twice"),
    ("kinds/tool.yaml", "key: title", "key: name", "needs a required text field `title`"),
    ("kinds/tool.yaml", "format: url", "format: link", "has the format `link`, which does not exist"),
    ("kinds/tool.yaml", "widget: area", "widget: map", "has the widget `map`, which does not exist"),
    ("kinds/tool.yaml", "type: pages", "type: text", "limits its items but is no list"),
    ("kinds/session.yaml", "kinds: [event]", "kinds: [party]", "points to the kind `party`, which does not exist"),
    ("kinds/case_study.yaml", "twins: [results", "twins: [title", "`twins` must name two sections"),
    ("kinds/case_study.yaml", "default: described", "default: shouted", "`name_shown` has no term `shouted`"),
    ("kinds/case_study.yaml", "org_name_shown: [named]", "org_name_shown: [loud]", "has no term `loud`"),
    (
        "kinds/case_study.yaml",
        "shown_if: {org_name_shown: [named]}",
        "shown_if: {mood: [good]}",
        "must name an earlier term",
    ),
    ("kinds/case_study.yaml", "band: cost_band", "band: outcome", "whose terms have no `at_least`"),
    ("kinds/case_study.yaml", "key: tool, type: page", "key: tool, type: section", "a column cannot be of type"),
    ("kinds/next_step.yaml", "- [how_to, cases]", "- [how_to, songs]", "`one_of` names the field `songs`"),
    ("kinds/question.yaml", "body: body", "body: title", "`body` must be the only section"),
    ("kinds/tool.yaml", "facet: status", "facet: outcome", "field `status` fills the facet `outcome` from other terms"),
    ("vocabularies/outcome.yaml", "key: made_worse", "key: worked", "the term `worked` is declared twice"),
    ("vocabularies/outcome.yaml", "definition: It ran", "definitoin: It ran", "unknown key `definitoin`"),
    ("vocabularies/outcome.yaml", "terms:", "term:", "the vocabulary has no terms"),
    ("vocabularies/outcome.yaml", "key: too_early", "key: too_early\n    parent: never", "the parent `never`"),
    ("vocabularies/outcome.yaml", "terms:", "terms: [", ""),
]


@pytest.mark.parametrize(("file", "old", "new", "reason"), BREAKS)
def test_what_is_broken_is_named(content: Path, file: str, old: str, new: str, reason: str) -> None:
    path = content / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DeclarationError) as broken:
        load(content)
    assert reason in broken.value.reason
    assert str(broken.value) == f"content/{file}:{broken.value.line}: {broken.value.reason}"


@pytest.mark.parametrize("old", ["vocabulary: tool_category", "max_items: 14", "  - aliases", "format: url"])
def test_the_line_is_the_one_to_mend(content: Path, old: str) -> None:
    path = content / "kinds/tool.yaml"
    before = path.read_text("utf-8")
    path.write_text(before.replace(old, f"{old}_", 1), "utf-8")
    with pytest.raises(DeclarationError) as broken:
        load(content)
    assert broken.value.line == before[: before.index(old)].count("\n") + 1


def test_the_promised_sentence(content: Path) -> None:
    path = content / "kinds/question.yaml"
    path.write_text(path.read_text("utf-8").replace("vocabulary: areas", "vocabulary: area"), "utf-8")
    line = path.read_text("utf-8").split("vocabulary: area\n")[0].count("\n") + 1
    with pytest.raises(DeclarationError) as broken:
        load(content)
    sentence = f"content/kinds/question.yaml:{line}: field `areas` uses the vocabulary `area`, which does not exist"
    assert str(broken.value) == sentence


def test_files_that_are_no_declarations_are_refused(content: Path) -> None:
    (content / "kinds" / "Odd Name.yaml").write_text("label: X\n", "utf-8")
    with pytest.raises(DeclarationError, match="the file's name must be a key"):
        load(content)
    (content / "kinds" / "Odd Name.yaml").unlink()
    (content / "kinds" / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DeclarationError, match="cannot be read as UTF-8"):
        load(content)
    for text in ("", "- a\n", "just words", "a: 1\n---\nb: 2\n", "? [a]\n: b\n"):
        (content / "kinds" / "bytes.yaml").write_text(text, "utf-8")
        with pytest.raises(DeclarationError, match=r"content/kinds/bytes.yaml:\d+: "):
            load(content)


def test_a_place_without_kinds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="no kind of page is declared"):
        load(tmp_path)


def test_columns_and_bands_are_read(library: Library) -> None:
    case = library.kinds["case_study"]
    assert [column.key for column in case.by_key["tools_used"].columns] == [
        *("tool", "purpose", "outcome", "still_used", "stop_reason"),
    ]
    assert case.by_key["tools_used"].columns[0].type is FieldType.PAGE
    assert case.by_key["cost_first_year"].bands[:2] == (("0", 0.0), ("1_499", 0.01))


def test_money_needs_currencies(content: Path) -> None:
    (content / "vocabularies" / "currency.yaml").unlink()
    with pytest.raises(DeclarationError, match="there is no vocabulary `currency`"):
        load(content)


FILES = sorted(path.relative_to(CONTENT) for path in CONTENT.glob("kinds/*.yaml"))
junk = st.sampled_from(
    ["", "  - x", "label: 7", "fields:", "- [", "\x07", "    type: term", "  - {}", "terms: {a: b}", "\t"]
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.integers(0, 400), junk)
def test_any_slip_is_taken_or_refused_with_its_line(content: Path, file: Path, at: int, slip: str) -> None:
    lines = (CONTENT / file).read_text("utf-8").split("\n")
    lines[at % len(lines)] = slip
    (content / file).write_text("\n".join(lines), "utf-8")
    assert 0 <= refused_at(content) <= len(lines)
    shutil.copy(CONTENT / file, content / file)


def refused_at(content: Path) -> int:
    try:
        load(content)
    except DeclarationError as broken:
        return broken.line
    return 0
