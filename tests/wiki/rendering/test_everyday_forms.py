"""Ninety-two things people who know GitHub's Markdown type, each with what must come out."""

import pytest

from wiki.rendering.pipeline import to_html

# name, source, then pairs: a path in the tree and the words of every element found there, in order.
FORMS: list[tuple[str, str, dict[str, list[str]]]] = [
    # Headings
    ("heading_first_level", "# One", {"h2": ["One"]}),
    ("heading_levels", "# A\n## B\n### C", {"h2": ["A"], "h3": ["B"], "h4": ["C"]}),
    ("heading_closing_marks", "## Two ##", {"h2": ["Two"]}),
    ("heading_underlined_double", "One\n===\n\ntext", {"h2": ["One"], "p": ["text"]}),
    ("heading_underlined_single", "Two\n---\n\ntext", {"h2": ["Two"], "p": ["text"], "hr": []}),
    ("heading_right_under_words", "words\n## Two\nmore", {"p": ["words", "more"], "h2": ["Two"]}),
    ("heading_needs_a_space", "#tag and #2", {"h2": [], "p": ["#tag and #2"]}),
    (
        "heading_with_marks_inside",
        "## Use `x` **now**",
        {"h2": ["Use x now"], "h2 > code": ["x"], "h2 > strong": ["now"]},
    ),
    ("heading_indented_a_little", "   ## Two", {"h2": ["Two"]}),
    ("heading_right_above_list", "## Two\n- a\n- b", {"h2": ["Two"], "ul > li": ["a", "b"]}),
    # Paragraphs and breaks
    ("soft_line_break", "one\ntwo", {"p": ["one two"], "br": []}),
    ("break_by_two_spaces", "one  \ntwo", {"p > br": [""]}),
    ("break_by_backslash", "one\\\ntwo", {"p > br": [""], "p": ["one two"]}),
    ("break_by_tag", "one<br>two", {"p > br": [""]}),
    ("two_paragraphs", "one\n\ntwo", {"p": ["one", "two"]}),
    # Emphasis
    ("emphasis_stars", "*a* **b** ***c***", {"em": ["a", "c"], "strong": ["b", "c"]}),
    ("emphasis_underscores", "_a_ __b__", {"p > em": ["a"], "p > strong": ["b"]}),
    (
        "underscores_inside_words",
        "snake_case_name and other_case_name",
        {"em": [], "p": ["snake_case_name and other_case_name"]},
    ),
    ("stars_inside_words", "un*believ*able", {"em": ["believ"]}),
    ("stars_as_sums", "2 * 3 * 4 is 24", {"em": [], "p": ["2 * 3 * 4 is 24"]}),
    ("emphasis_nested", "**a *b* c**", {"strong > em": ["b"], "p > strong": ["a b c"]}),
    ("struck_two_tildes", "~~gone~~", {"del": ["gone"]}),
    ("struck_one_tilde", "~gone~ and ~5 people", {"del": ["gone"], "p": ["gone and ~5 people"]}),
    ("emphasis_over_lines", "**one\ntwo**", {"strong": ["one two"]}),
    # Escapes and entities
    ("escaped_marks", r"\*a\* \# \_b\_ \[c\]", {"em": [], "p": ["*a* # _b_ [c]"]}),
    ("entities", "&copy; &amp; AT&T &lt;b&gt;", {"p": ["© & AT&T <b>"], "b": []}),
    ("less_than_in_words", "a < b and 3 > 2", {"p": ["a < b and 3 > 2"]}),
    # Code
    ("code_in_line", "use `a < b` here", {"p > code": ["a < b"]}),
    ("code_in_line_with_backtick", "``a ` b``", {"code": ["a ` b"]}),
    ("code_keeps_marks", "`**a** [b](c)`", {"code": ["**a** [b](c)"], "strong": [], "a": []}),
    ("fence", "```\na\n\n  b\n```", {"pre > code": ["a\n\n  b\n"]}),
    ("fence_with_language", "```python\nx = 1\n```", {"pre > code": ["x = 1\n"], "pre > code > span": ["x", "=", "1"]}),
    ("fence_with_unknown_language", "```nosuch thing=1\nx < 1\n```", {"pre > code": ["x < 1\n"]}),
    ("fence_of_tildes", "~~~\n```\n~~~", {"pre > code": ["```\n"]}),
    ("fence_longer_outside", "````\n```\nx\n```\n````", {"pre > code": ["```\nx\n```\n"]}),
    ("fence_right_under_words", "words\n```\nx\n```\nmore", {"p": ["words", "more"], "pre > code": ["x\n"]}),
    ("fence_never_closed", "```\nx\ny", {"pre > code": ["x\ny\n"]}),
    (
        "fence_keeps_html_and_lists",
        "```html\n<b>x</b>\n- a\n# b\n```",
        {"pre": ["<b>x</b>\n- a\n# b\n"], "b": [], "li": []},
    ),
    ("code_indented", "words\n\n    x = 1\n\n    y\n\nmore", {"pre > code": ["x = 1\n\ny\n"], "p": ["words", "more"]}),
    # Links
    ("link", '[a](https://x.example/p "T")', {"p > a": ["a"]}),
    ("link_by_reference", "[a][r] and [r][] and [r]\n\n[r]: https://x.example", {"a": ["a", "r", "r"]}),
    ("link_in_angles", "<https://x.example/a_b_c>", {"a": ["https://x.example/a_b_c"]}),
    (
        "link_bare",
        "see https://x.example/a_b_c.",
        {"a": ["https://x.example/a_b_c"], "p": ["see https://x.example/a_b_c."]},
    ),
    ("link_bare_www", "see www.x.example, too", {"a": ["www.x.example"]}),
    ("link_bare_in_brackets", "(see https://x.example/a)", {"a": ["https://x.example/a"]}),
    ("mail_bare", "write to ann@x.example", {"a": ["ann@x.example"]}),
    ("mail_in_angles", "<ann@x.example>", {"a": ["ann@x.example"]}),
    ("link_with_brackets_in_address", "[a](https://x.example/b_(c))", {"a": ["a"], "p": ["a"]}),
    ("link_with_space_in_address", "[a](</files/b c.pdf>)", {"a": ["a"], "p": ["a"]}),
    ("link_with_marks_inside", "[**a** `b`](/c)", {"a > strong": ["a"], "a > code": ["b"]}),
    ("link_in_page", "## First steps\n\n[go](#first-steps)", {"a": ["go"]}),
    ("image", "![a](/files/a.png)", {"p > img": [""]}),
    ("image_in_link", "[![a](/files/a.png)](/b)", {"a > img": [""]}),
    # Lists
    ("list_three_bullets", "- a\n- b\n\ntext\n\n* c\n\ntext\n\n+ d", {"ul > li": ["a", "b", "c", "d"]}),
    ("list_numbered", "1. a\n2. b\n3. c", {"ol > li": ["a", "b", "c"]}),
    ("list_numbered_with_bracket", "1) a\n2) b", {"ol > li": ["a", "b"]}),
    ("list_starts_at_three", "3. a\n4. b", {"ol > li": ["a", "b"]}),
    (
        "list_nested_by_two",
        "- a\n  - b\n    - c\n- d",
        {"ul > li > ul > li > ul > li": ["c"], "li > ul > li": ["b c", "c"]},
    ),
    ("list_nested_by_three", "1. a\n   - b\n   - c\n2. d", {"ol > li > ul > li": ["b", "c"], "ol": ["a b c d"]}),
    ("list_nested_by_four", "- a\n    - b\n        - c", {"ul > li > ul > li > ul > li": ["c"]}),
    ("list_nested_by_tab", "- a\n\t- b", {"ul > li > ul > li": ["b"]}),
    ("list_numbers_inside_bullets", "- a\n  1. b\n  2. c\n- d", {"ul > li > ol > li": ["b", "c"]}),
    ("list_right_under_words", "words:\n- a\n- b", {"p": ["words:"], "ul > li": ["a", "b"]}),
    ("list_numbered_right_under_words", "words:\n1. a\n2. b", {"p": ["words:"], "ol > li": ["a", "b"]}),
    ("list_second_paragraph_by_two", "- a\n\n  b\n- c", {"ul > li > p": ["a", "b", "c"]}),
    ("list_second_paragraph_by_three", "1. a\n\n   b\n2. c", {"ol > li > p": ["a", "b", "c"]}),
    ("list_item_goes_on", "- a\nb\n- c", {"ul > li": ["a b", "c"]}),
    ("list_fence_inside", "- a\n  ```\n  x\n  ```\n- b", {"ul > li pre > code": ["x\n"], "ul > li": ["a x", "b"]}),
    ("list_quote_inside", "- a\n  > b\n- c", {"ul > li > blockquote > p": ["b"]}),
    ("list_table_inside", "- a\n\n  | x | y |\n  |---|---|\n  | 1 | 2 |\n- b", {"ul > li > table td": ["1", "2"]}),
    ("list_other_mark_other_list", "- a\n- b\n\n* c", {"ul": ["a b", "c"]}),
    ("list_bullets_then_numbers", "- a\n\n1. b", {"ul > li": ["a"], "ol > li": ["b"]}),
    ("list_wide_items", "- a\n\n- b", {"ul > li > p": ["a", "b"]}),
    ("list_year_in_words", "It was in\n1986. A good year", {"ol": [], "p": ["It was in 1986. A good year"]}),
    ("tasks", "- [ ] a\n- [x] b\n- [X] c", {"ul > li > input": ["", "", ""]}),
    ("tasks_nested", "- [ ] a\n  - [x] b", {"ul > li > ul > li > input": [""]}),
    # Quotes
    ("quote", "> a\n> b", {"blockquote > p": ["a b"]}),
    ("quote_goes_on", "> a\nb", {"blockquote > p": ["a b"]}),
    ("quote_right_under_words", "words\n> a", {"blockquote > p": ["a"], "p": ["words", "a"]}),
    (
        "quote_nested_with_list",
        "> a\n>\n> > b\n>\n> - c\n> - d",
        {"blockquote > blockquote > p": ["b"], "blockquote > ul > li": ["c", "d"]},
    ),
    ("alert", "> [!WARNING]\n> Mind this", {"div > p": ["Warning", "Mind this"], "blockquote": []}),
    # Tables
    ("table", "| a | b |\n|---|---|\n| 1 | 2 |", {"thead th": ["a", "b"], "tbody td": ["1", "2"]}),
    ("table_without_outer_bars", "a | b\n--|--\n1 | 2", {"th": ["a", "b"], "td": ["1", "2"]}),
    (
        "table_right_under_words",
        "words\n| a | b |\n|---|---|\n| 1 | 2 |\n\nmore",
        {"p": ["words", "more"], "td": ["1", "2"]},
    ),
    (
        "table_bar_in_code",
        "| a | b |\n|---|---|\n| `x \\| y` | p \\| q |",
        {"td": ["x | y", "p | q"], "td > code": ["x | y"]},
    ),
    ("table_short_and_long_rows", "| a | b |\n|:-:|--:|\n| 1 |\n| 1 | 2 | 3 |", {"td": ["1", "", "1", "2"]}),
    # Rules, HTML, notes
    ("rules", "a\n\n---\n\nb\n\n***\n\n_ _ _\n", {"hr": ["", "", ""], "p": ["a", "b"]}),
    (
        "tags_in_line",
        "<kbd>Ctrl</kbd> H<sub>2</sub>O <mark>x</mark>",
        {"p > kbd": ["Ctrl"], "p > sub": ["2"], "p > mark": ["x"]},
    ),
    ("comment_is_hidden", "a <!-- b --> c\n\n<!--\nd\n\ne\n-->\n\nf", {"p": ["a c", "f"]}),
    (
        "details",
        "<details>\n<summary>More</summary>\n\n**a**\n\n- b\n\n</details>\n\nc",
        {"details > summary": ["More"], "details strong": ["a"], "details li": ["b"], "root > p": [], "p": ["a", "c"]},
    ),
    ("block_with_markdown_inside", '<div align="center">\n\n**a**\n\n</div>', {"div strong": ["a"]}),
    (
        "note",
        "a[^1] b[^name]\n\n[^1]: One.\n[^name]: Two.\n\n    More.",
        {"p > sup > a": ["1", "2"], "div > ol > li": ["One. ↩", "Two. More. ↩"]},
    ),
]


def _words(node):
    words = node.words()
    return words if node.tag in ("pre", "code") else " ".join(words.split())


@pytest.mark.parametrize(("source", "expected"), [pytest.param(s, e, id=name) for name, s, e in FORMS])
def test_everyday_form(tree, source, expected):
    html = to_html(source)
    root = tree(html)
    for path, words in expected.items():
        assert [_words(node) for node in root.find(path)] == words, html


def test_there_are_ninety_two():
    assert len({name for name, _, _ in FORMS}) == len(FORMS) == 92
