"""Hostile texts come out harmless, judged by parsing what came out."""

import re
from html import unescape

import pytest
from hostile_texts import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.rendering.allowlist import ANYWHERE, CLASSES, OURS, TAGS
from wiki.rendering.pipeline import render, resolve, to_html
from wiki.rendering.wiki_links import resolve_each

OWN_CLASSES = CLASSES | {"missing", "visually-hidden", "source", "source-notice"}
LEAVES = re.compile(r"https?:|[/\\]{2}")
SCHEME = re.compile(r"^\s*[^:/?#]*:")


def bare(address):
    return re.sub(r"[\x00-\x20\x7f-\xa0\xad\u200b\u2028]", "", unescape(address)).lower()


def check(root):
    """Everything a reader's browser could act on."""
    ids = []
    for node in root.walk():
        assert node.tag in TAGS, node
        allowed = set(ANYWHERE) | set(TAGS[node.tag]) | set(OURS.get(node.tag, {}))
        assert set(node.attributes) <= allowed, node
        assert set(node.attributes.get("class", "").split()) <= OWN_CLASSES, node
        for name in ("href", "src"):
            address = bare(node.attributes.get(name, ""))
            assert not SCHEME.match(address) or address.startswith(("http:", "https:", "mailto:")), node
        leaves = bool(LEAVES.match(bare(node.attributes.get("href", ""))))
        assert not leaves or node.attributes.get("rel") == "noopener nofollow ugc", node
        assert not LEAVES.match(bare(node.attributes.get("src", ""))), node
        if node.tag == "input":
            assert node.attributes["type"] == "checkbox", node
            assert "disabled" in node.attributes, node
        ids += [node.attributes["id"]] if "id" in node.attributes else []
    assert all(each.startswith("h-") and len(each) > 2 for each in ids), ids
    assert len(ids) == len(set(ids)), ids


def test_there_are_many_and_no_two_alike():
    assert len(HOSTILE) == len(set(HOSTILE)) > 500


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{n:03}") for n, text in enumerate(HOSTILE)])
def test_hostile_text(tree, text):
    rendered = render(text)
    assert not rendered.failed
    check(tree(resolve_each(rendered.html, lambda slug: slug)))
    check(tree(resolve(rendered.html, {})))
    check(tree(resolve(render(text, namespace='x" onclick="hit()').html, {})))


MARKS = [
    "<",
    ">",
    '"',
    "'",
    "`",
    "[",
    "]",
    "(",
    ")",
    "[[",
    "]]",
    "|",
    "#",
    "*",
    "_",
    "~",
    "!",
    "&",
    ";",
    ":",
    "\\",
    "\n",
    "\n\n",
]
BLOCKS = [
    " ",
    "    ",
    "- ",
    "1. ",
    "> ",
    "```",
    "{:",
    "}",
    "=",
    "/",
    "///",
    "[^1]",
    "[^1]: ",
    "*[a]: ",
    "- [ ] ",
    "---",
]
HTML = [
    "<a href=",
    "<img src=x ",
    "onerror=hit() ",
    "<svg>",
    "<math>",
    "<style>",
    "</style>",
    "<p>",
    "</p>",
    "<td>",
    "<!--",
]
MORE = [
    "<details>",
    "<summary>",
    "-->",
    "<![CDATA[",
    "]]>",
    "javascript:",
    "https://x.example",
    "id=x ",
    "&#58;",
    "<table>",
]
WORDS = ["a", "b", "x.example", "| a |\n|---|\n", "\x00", "\x02", "\x03", "\t", "é", "\u202e", "\ud800"]
PIECES = st.sampled_from([*MARKS, *BLOCKS, *HTML, *MORE, *WORDS])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_pile_of_marks_is_harmless(tree, text):
    check(tree(to_html(text)))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_harmless(tree, text):
    check(tree(to_html(text)))
