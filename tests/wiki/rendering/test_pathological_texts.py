"""Texts made to be slow are answered, laid out or as their source, and the process lives on."""

import pytest

from wiki.rendering.limits import LARGEST, LONGEST_LINE
from wiki.rendering.model import Task
from wiki.rendering.pipeline import render, to_html
from wiki.rendering.pool import Pool

UNITS = {
    "brackets": "[",
    "wiki links": "[[",
    "half links": "[a](",
    "images": "![",
    "backticks": "`",
    "stars": "*",
    "stars and words": "*a **b ",
    "underscores": "_a __",
    "tildes": "~",
    "carets": "^",
    "equals": "=",
    "angles": "<",
    "quotes": ">",
    "spaced quotes": "> ",
    "dashes": "- ",
    "tags": "<b>",
    "blocks": "<div>\n",
    "open tags": "<a href=",
    "comments": "<!--",
    "entities": "&#",
    "backslashes": "\\",
    "notes": "[^1]",
    "note definitions": "[^1]: a\n",
    "references": "[a]: b\n",
    "rows": "|a",
    "tables": "|a|b|\n|-|-|\n|c|d|\n\n",
    "list items": "- a\n",
    "headings": "# a\n",
    "definitions": "a\n: b\n\n",
    "mails": "a.b@c.",
    "addresses": "http://",
    "fences": "```\n",
    "abbreviations": "*[a]: b\n",
    "attributes": "# a {: .b}\n",
    "details": "<details>\n\n",
    "marked blocks": "/// note\n",
    "lines": "\n",
    "tasks": "- [ ] a\n",
    "struck": "~a",
    "mixed": "*_`[<&|",
}


@pytest.fixture(scope="module")
def pool():
    pool = Pool(seconds=0.3, patience=20)
    yield pool
    pool.close()


def wrapped(unit, size):
    """A run of the unit, in lines short enough to be tried."""
    line = (unit * (size // len(unit) + 1))[:size]
    return "\n".join(line[start : start + 8_000] for start in range(0, size, 8_000))


LONG = ("brackets", "backticks", "quotes", "open tags", "notes")


@pytest.mark.parametrize(("name", "size"), [*((name, 10_000) for name in UNITS), *((name, 100_000) for name in LONG)])
def test_a_run_is_answered(pool, tree, name, size):
    text = wrapped(UNITS[name], size)
    answer = render(text, pool=pool)
    root = tree(answer.html)
    assert not answer.failed or root.find("pre")[0].words() == text


@pytest.mark.parametrize("depth", [10, 49, 200, 3_000])
def test_nesting_is_answered(pool, tree, depth):
    shapes = ["\n".join("  " * n + "- a" for n in range(min(depth, 400))), "> " * depth + "a", "- " * depth + "a"]
    shapes += [
        "<div>" * depth,
        "<b><i>" * depth,
        "*a **b " * depth,
        "[" * depth + "a" + "](b)" * depth,
        ":   " * depth + "a",
    ]
    for text in shapes:
        tree(render(text, pool=pool).html)


def test_fifty_levels_are_laid_out_and_more_are_not(pool):
    assert not render("> " * 50 + "a", pool=pool).failed
    assert render("> " * 51 + "a", pool=pool).failed


def test_a_text_over_the_limits_is_shown_as_typed(tree):
    for text in ("a " * (LARGEST // 2) + "end", "<b>" + "x" * LONGEST_LINE, "é" * (LARGEST // 2) + "\n" + "b"):
        root = tree(to_html(text))
        assert root.find("pre")[0].attributes["class"] == "source"
        assert root.find("pre")[0].words() == text
        assert "could not be laid out" in root.find("p")[0].words()


def test_texts_at_the_limits_are_laid_out():
    assert not render("x" * LONGEST_LINE).failed
    assert not render(("word " * 20 + "\n\n") * (LARGEST // 102), pool=Pool(seconds=30, patience=60)).failed


def test_the_pool_is_asked_for_what_could_be_slow(pool):
    asked = []

    class Counting(Pool):
        def render(self, task: Task):
            asked.append(task.text[:3])
            return pool.render(task)

    counting = Counting()
    for text in ("[" * 100, "*a" * 500, "xxx yyy\n" * 2_000, "- [x] *ordinary* text\n" * 20):
        render(text, pool=counting)
    assert asked == ["[[[", "*a*", "xxx"]
