"""Headings and anchors: from the second level down, prefixed, never twice on a page."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.rendering.model import Heading
from wiki.rendering.pipeline import render, render_many

IDS = re.compile(r' id="([^"]*)"')


def ids(*texts):
    return [found for html in texts for found in IDS.findall(html)]


def test_headings_start_where_the_page_leaves_off():
    assert [h.level for h in render("# A\n## B").headings] == [2, 3]
    assert [h.level for h in render("## A\n### B").headings] == [2, 3]
    assert [h.level for h in render("# A\n## B", top=3).headings] == [3, 4]
    assert [h.level for h in render("###### A\n# B").headings] == [6, 2]
    assert "<h1" not in render("<h1>A</h1>").html


def test_headings_are_told_with_their_words():
    rendered = render("## *Why* we `ask` & [[Page|listen]]<sup>2</sup>[^1] ![a mark](/m.png)\n\n[^1]: Note")
    assert rendered.headings == (Heading(2, "h-why-we-ask-listen2-a-mark", "Why we ask & listen2 a mark"),)


def test_the_same_words_twice_get_two_anchors():
    assert [h.id for h in render("# A\n# A\n# A 2\n# A").headings] == ["h-a", "h-a-2", "h-a-2-2", "h-a-3"]


def test_typed_ids_are_prefixed_and_links_to_them_follow():
    html = render('# Title {#location}\n\n<p id="forms">x</p>\n\n[a](#location) [b](#forms) [c](#h-forms)').html
    assert ids(html) == ["h-location", "h-forms"]
    assert html.count('href="#h-forms"') == 2
    assert 'href="#h-location"' in html


def test_notes_are_prefixed_and_lead_there_and_back():
    html = render("a[^1]\n\n[^1]: b", namespace="steps").html
    assert ids(html) == ["h-steps--fnref-1", "h-steps--fn-1"]
    assert 'href="#h-steps--fn-1"' in html
    assert 'href="#h-steps--fnref-1"' in html


def test_sections_of_a_page_share_its_anchors():
    many = render_many(
        {
            "steps": "### Costs\n\n### Steps\n\na[^1]\n\n[^1]: b",
            "costs": "### First\n\na[^1]\n\n[^1]: b",
            "end": "### First",
        }
    )
    assert [h.id for one in many.values() for h in one.headings] == [
        "h-steps--costs", "h-steps--steps", "h-first", "h-end--first",
    ]  # fmt: skip
    assert [h.level for one in many.values() for h in one.headings] == [3, 3, 3, 3]
    assert [h.id for h in render_many({"a": "# B"}, taken={"h-b"})["a"].headings] == ["h-a--b"]


TEXTS = st.lists(
    st.sampled_from(
        ["# a\n", "## a {#b}\n", "## a-2\n", "<p id=a>x</p>\n\n", "x[^a]\n\n[^a]: y\n\n", "# fn a\n", "# b c\n", "# \n"]
    ),
    max_size=8,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "b_c", "fn", "a_2"]), TEXTS, max_size=4))
def test_no_anchor_occurs_twice_on_a_page(texts):
    many = render_many(texts)
    found = ids(*(one.html for one in many.values())) + ["h-" + key.replace("_", "-") for key in texts]
    assert len(found) == len(set(found))
    assert all(each.startswith("h-") for each in found)
    apart = ids(*(render(text, namespace=key).html for key, text in texts.items()))
    assert len(apart) == len(set(apart))
