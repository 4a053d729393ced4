"""Words: every room and module says in a sentence what it is for, and none is called after nothing in particular."""

import ast
import re
from pathlib import Path

from house_files import ROOT, name_of, of_rooms, of_tests, tree_of

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "tools", "base", "core", "lib"}
GLOSSARY = (
    "page", "kind", "field", "section", "revision", "draft", "proposal", "review", "report", "reader", "actor",
    "audience", "job",
)  # fmt: skip


def test_every_package_says_in_one_sentence_what_it_is_for() -> None:
    wrong = [name_of(path) for path in of_rooms() if path.name == "__init__.py" and not _is_one_sentence(path)]
    assert wrong == []


def test_every_module_begins_with_a_sentence() -> None:
    assert [name_of(path) for path in of_rooms() if not _first_line(path).endswith(".")] == []
    assert [name_of(path) for path in of_tests() if not _first_line(path)] == []


def test_no_module_is_called_after_nothing_in_particular() -> None:
    assert [name_of(path) for path in of_rooms() if path.stem in VAGUE or path.parent.name in VAGUE] == []


def test_nothing_is_put_off_in_the_code() -> None:
    mark = re.compile(r"\b(TODO|FIXME)\b")
    assert [name_of(path) for path in of_rooms() + of_tests() if path != Path(__file__) and _holds(mark, path)] == []


def test_one_word_a_thing_and_each_in_the_word_list() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert [word for word in GLOSSARY if f"| **{word}** |" not in text] == []


def _is_one_sentence(path: Path) -> bool:
    body = tree_of(path).body
    words = ast.get_docstring(ast.Module(body, [])) or ""
    return len(body) == 1 and bool(re.fullmatch(r"[^.!?]+\.", words.replace("\n", " ").strip()))


def _first_line(path: Path) -> str:
    words = ast.get_docstring(tree_of(path)) or ""
    return words.split("\n\n")[0].strip()


def _holds(mark: re.Pattern[str], path: Path) -> bool:
    return bool(mark.search(path.read_text("utf-8")))
