"""Every word of the interface is marked for translation: in templates, in views, and on the pages people get."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from house_files import ROOT, name_of, of_rooms, of_templates, tree_of
from template_words import BETWEEN, plain_strings, plain_words

LETTERS = re.compile(r"[^\W\d_]{2,}|\b[^\W\d_]\b")
SAYING = re.compile(r"^[A-Z][a-z]+$|[a-z]{2,}[,:]? [A-Za-z]?[a-z]+", re.DOTALL)
SENTENCE = re.compile(r"^[A-Z][a-z]{3,}$|^[“%A-Z][^\s:]* .*[a-z]{2}", re.DOTALL)
KNOWN = {"templates/_toolbar.html": {"B", "I"}}  # drawings more than words: a bold B and an italic I
MARKS = {"_", "gettext", "ngettext", "lazy_gettext", "marked", "Problem"}
SILENT = {"TypeVar", "getattr", "ValueError", "TypeError"}
NOT_YET = {
    "auth/letters.py": "letters go out without a request; see docs/translating.md",
    "wiki/rendering": "these words are kept inside the pages' HTML",
    "wiki/kinds/amounts.py": "the months of the search index and of comparisons",
    "wiki/browsing/home.py": "words to search for, in the language of the library",
}
SPEAKING = re.compile(r"(^|/)(views|browsing|reviews|pages|web|kinds|rendering)/|^auth/")
NEVER_SHOWN = re.compile(
    r"cli\.py$|declar|yaml_tree|document|front_matter|messages\.py$|model\.py$|headers|csrf|cache|session|mail\.py$"
)


def test_the_collected_words_are_what_the_sources_say() -> None:
    done = subprocess.run(["bin/translations", "check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:4000] + done.stderr


@pytest.mark.parametrize("path", of_templates(), ids=name_of)
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    known = KNOWN.get(name_of(path), set())
    said = [(line, words.replace(BETWEEN, "").strip()) for line, words in plain_words(path)]
    assert [(line, words) for line, words in said if set(LETTERS.findall(words)) - known] == []
    assert [(line, words) for line, words in plain_strings(path) if SAYING.search(words)] == []


def test_what_python_says_is_marked() -> None:
    spoken = [path for path in of_rooms() if SPEAKING.search(name_of(path)) and not NEVER_SHOWN.search(name_of(path))]
    later = tuple(NOT_YET)
    unmarked = [
        f"{name_of(path)}:{line}: {words}"
        for path in spoken
        if not name_of(path).startswith(later)
        for line, words in _unmarked(tree_of(path))
        if SENTENCE.search(words)
    ]
    assert unmarked == []


def test_notices_are_marked_where_they_are_given() -> None:
    flashed = [
        f"{name_of(path)}:{call.lineno}"
        for path in of_rooms()
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and _name(call) == "flash" and not isinstance(call.args[0], ast.Call)
    ]
    assert flashed == []


@pytest.mark.parametrize("path", sorted((ROOT / "translations").glob("*/LC_MESSAGES/*.po")), ids=name_of)
def test_a_translation_keeps_the_places_for_values(path: Path) -> None:
    with path.open("rb") as file:
        catalog = read_po(file)
    assert [(message.id, str(error)) for message, errors in catalog.check() for error in errors] == []


def _unmarked(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings that are neither marked nor documentation, nor said to a log or inside an exception."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.lineno, node.value
    for child in ast.iter_child_nodes(node):
        silent = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        marked = isinstance(child, ast.Call) and (_name(child) in MARKS | SILENT or _is_log(child))
        if not (silent or marked or isinstance(child, ast.Raise) or _is_all(child)):
            yield from _unmarked(child)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_log(call: ast.Call) -> bool:
    function = call.func
    return isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "log"


def _is_all(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"
