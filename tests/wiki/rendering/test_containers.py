"""Quotes, lists, fences and tables inside and right beside each other; nothing typed is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.rendering.pipeline import render, to_html
from wiki.rendering.plain import to_text

CASES = [
    ("quote_first_in_item", "- > a\n  > b\n- c", {"ul > li > blockquote > p": ["a b"], "ul > li": ["a b", "c"]}),
    ("heading_first_in_item", "- # a\n  b\n- c", {"li > h2": ["a"], "ul > li": ["a b", "c"]}),
    ("fence_first_in_item", "- ```\n  x\n  ```\n- c", {"li pre": ["x\n"], "ul > li": ["x", "c"]}),
    ("table_first_in_item", "- | a |\n  |---|\n  | b |\n- c", {"li > table td": ["b"], "ul > li": ["a b", "c"]}),
    ("list_first_in_item", "- - a\n  - b\n- c", {"ul > li > ul > li": ["a", "b"], "ul": ["a b c", "a b"]}),
    ("item_without_words", "-\n  a\n- b", {"ul > li": ["a", "b"]}),
    (
        "list_right_under_words_in_quote",
        "> a\n> - b\n> - c",
        {"blockquote > p": ["a"], "blockquote > ul > li": ["b", "c"]},
    ),
    ("words_go_on_in_item_in_quote", "> - a\nb", {"blockquote > ul > li": ["a b"]}),
    ("words_go_on_in_quote_in_quote", "> > a\nb", {"blockquote > blockquote > p": ["a b"]}),
    ("words_do_not_go_on_in_a_fence", "> ```\n> a\n\nb", {"blockquote pre": ["a\n"], "p": ["b"]}),
    ("words_do_not_go_on_after_a_heading", "- # a\nb", {"li > h2": ["a"], "p": ["b"]}),
    ("list_ends_a_quote", "> a\n2. b", {"blockquote > p": ["a"], "ol > li": ["b"]}),
    ("table_ends_a_list", "- a\n| b |\n|---|\n| c |", {"ul > li": ["a"], "table td": ["c"]}),
    ("code_ends_a_table", "| b |\n|---|\n| c |\n    d", {"table td": ["c"], "pre": ["d\n"]}),
    ("fence_between_numbers", "1. a\n```\nx\n```\n2. b", {"ol > li": ["a", "b"], "pre": ["x\n"]}),
    ("second_number_inside", "1. a\n  1. b\n2. c", {"ol > li > ol > li": ["b"], "ol": ["a b c", "b"]}),
    ("two_quotes", "> a\n\n> b", {"blockquote": ["a", "b"]}),
    (
        "details_in_item",
        "- <details>\n  <summary>a</summary>\n\n  *b*\n\n  </details>\n- c",
        {"li > details em": ["b"]},
    ),
    ("details_without_blank_lines", "<details><summary>a</summary>\n*b*\n</details>", {"details em": ["b"]}),
    ("table_in_quote", "> | a |\n> |---|\n> | b |", {"blockquote > table td": ["b"]}),
    ("note_with_list", "a[^1]\n\n[^1]: b\n\n    - c\n    - d", {"div > ol > li > ul > li": ["c", "d"]}),
]


@pytest.mark.parametrize(("source", "expected"), [pytest.param(s, e, id=name) for name, s, e in CASES])
def test_containers(tree, source, expected):
    html = to_html(source)
    for path, words in expected.items():
        found = [node.words() for node in tree(html).find(path)]
        assert (
            found if path.endswith("pre") else [" ".join(each.split()).removesuffix(" ↩") for each in found]
        ) == words, html


MARKS = [
    "",
    "- ",
    "  - ",
    "    - ",
    "* ",
    "1. ",
    "2. ",
    "   1. ",
    "1) ",
    "> ",
    "> - ",
    "> > ",
    "# ",
    "   ",
    "    ",
    "\t",
    "- [ ] ",
    "| ",
]
ALONE = [
    "",
    "",
    "---",
    "```",
    "~~~",
    "===",
    "|---|---|",
    ">",
    "<div>",
    "</div>",
    "<details>",
    "</details>",
    "-",
    "/// note",
    "///",
]
LINE = st.one_of(st.sampled_from(ALONE), st.tuples(st.sampled_from(MARKS), st.just("word")).map("".join))


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, max_size=10))
def test_no_word_is_lost(lines):
    numbered = [line.replace("word", f"w{number}w") for number, line in enumerate(lines)]
    rendered = render("\n".join(numbered))
    assert not rendered.failed
    words = to_text(rendered.html)
    assert all(word in words for word in re.findall(r"w\d+w", "\n".join(numbered)))
    assert not re.search("[\x02\x03]|zhzdk|zzwxh", rendered.html)
