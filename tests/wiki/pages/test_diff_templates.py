"""Differences as the templates draw them: words, signs and color, and no markup of the text's own."""

import re
from pathlib import Path
from typing import Any

import jinja2
import pytest

from wiki.kinds.model import Field, FieldType, Kind, Library, Values
from wiki.pages.clash import clashes
from wiki.pages.diff import diff
from wiki.pages.merge import merge

FIELDS = (
    Field("title", FieldType.TEXT, "Title"),
    Field("size", FieldType.NUMBER, "Size"),
    Field("story", FieldType.SECTION, "What happened"),
    Field("trouble", FieldType.SECTION, "What did not work"),
)
KIND = Kind("case", "Case study", "Case studies", "case-studies", "", FIELDS, ())
LIBRARY = Library({"case": KIND}, {})
DIFFERENCE = """{% from 'pages/_difference.html' import difference with context %}
{{ difference(found, 'May 1', 'May <2>') }}"""
CONFLICT = """{% from 'pages/_conflict.html' import conflict with context %}
{% call(clash) conflict(clashes, fitted, 'Ana', 'kept') %}
<input name="{{ clash.key }}" id="f-{{ clash.key }}">{% endcall %}"""


@pytest.fixture(scope="module")
def templates() -> jinja2.Environment:
    folder = Path(__file__).parents[3] / "templates"
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.globals["asset"] = lambda name: f"/{name}"
    return env


def compared(templates: jinja2.Environment, old: Values, new: Values) -> str:
    return templates.from_string(DIFFERENCE).render(found=diff(KIND, LIBRARY, old, new))


def conflicting(templates: jinja2.Environment, base: Values, theirs: Values, mine: Values) -> str:
    merged = merge(KIND, base, theirs, mine)
    found = clashes(KIND, LIBRARY, merged.conflicts)
    return templates.from_string(CONFLICT).render(clashes=found, fitted=merged.fitted)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_fields_are_a_table_with_what_was_not_stated_in_words(templates: jinja2.Environment) -> None:
    html = compared(templates, {"size": 24000}, {"title": "A vote"})
    assert "<del>24,000</del>" in html
    assert "<ins>A vote</ins>" in html
    assert html.count("Not stated") == 2
    assert re.findall(r'<th scope="row">(.*?)</th>', html) == ["Title", "Size"]


def test_changed_lines_have_signs_and_words_for_those_who_hear_them(templates: jinja2.Environment) -> None:
    html = compared(templates, {"story": "Kept\nThe vote was held"}, {"story": "Kept\nThe vote was lost"})
    assert '<p data-sign="−"><span class="hush">Before: </span>The vote was <del>held</del></p>' in html
    assert '<p data-sign="+"><span class="hush">After: </span>The vote was <ins>lost</ins></p>' in html
    assert '<div class="same"><p>Kept</p><p aria-hidden="true">Kept</p></div>' in html


def test_what_did_not_change_is_folded_and_counted(templates: jinja2.Environment) -> None:
    old = "\n".join(f"line {n}" for n in range(9))
    html = compared(templates, {"title": "T", "story": old}, {"title": "T", "story": old + "\nnew"})
    assert "7 lines without changes" in html
    assert "1 part without changes" in html
    assert "line 0" in html


def test_no_difference_is_said(templates: jinja2.Environment) -> None:
    assert "Nothing changed between these two versions." in compared(templates, {"title": "T"}, {"title": "T"})


def test_a_coarse_part_says_so(templates: jinja2.Environment) -> None:
    assert "very long" in compared(templates, {"story": "a" * 300_000}, {"story": "b" * 300_000})


@pytest.mark.parametrize("field", ["title", "story"])
def test_nothing_written_becomes_markup(templates: jinja2.Environment, field: str) -> None:
    hostile: dict[str, Any] = {field: "<script>alert(1)</script> </textarea><b>&"}
    other = {field: "<img src=x onerror=alert(2)> \"'"}
    for html in (compared(templates, hostile, other), conflicting(templates, {field: "x"}, hostile, other)):
        assert "<script" not in html
        assert "<img" not in html
        assert "</textarea><b>" not in html
        assert not re.search(r"\sstyle=", html)


def test_a_conflict_names_the_part_and_offers_both_texts(templates: jinja2.Environment) -> None:
    base = {"story": "The vote was held.", "trouble": "Nothing.", "title": "A", "size": 1}
    theirs = base | {"story": "The vote was lost.", "size": 2}
    mine = base | {"story": "The vote was won.", "trouble": "Much.", "title": "B", "size": 3}
    html = conflicting(templates, base, theirs, mine)
    assert "2 parts need a choice from you: Size , What happened . 2 other changes of yours fitted" in text(html)
    assert '<a href="#f-story">' in html
    assert re.search(r'<textarea id="f-story" name="story"[^>]*>\s+The vote was lost\.\s+The vote was won\.', html)
    assert "The vote was <del>held</del><ins>lost</ins>." in html
    assert '<input name="size" id="f-size">' in html
    assert re.findall(r'name="keep_theirs" value="(\w+)"', html) == ["size", "story"]
    assert 'data-copy="#mine-story" hidden' in html
    assert 'id="mine-story"' in html
