"""Sizes: guidance for most files, and a limit that only a stated reason may pass.

A longer file or function carries a comment `# long: why`, a longer template `{# long: why #}`.
"""

import ast
import re
import sys
from pathlib import Path
from statistics import median

import pytest
from house_files import functions, name_of, of_rooms, of_templates, of_tests, tree_of

FILE, FUNCTION, TEMPLATE = 300, 40, 120
CASES = 400  # tests are lists of cases, and flat lists may be longer than stories
REASON = re.compile(r"#\s*long: \w+ \w+")


def test_no_file_is_longer_than_its_story() -> None:
    code = [path for path in of_rooms() if _lines(path) > FILE]
    cases = [path for path in of_tests() if _lines(path) > CASES]
    assert [f"{name_of(path)}: {_lines(path)} lines" for path in code + cases if not _says(path)] == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name_of(path)}:{function.lineno} {function.name}: {_length(function)} lines"
        for path in of_rooms() + of_tests()
        for function in functions(tree_of(path))
        if _length(function) > FUNCTION and not REASON.search(ast.get_source_segment(path.read_text(), function) or "")
    ]
    assert long == []


def test_no_template_is_longer_than_two_screens() -> None:
    long = [path for path in of_templates() if _lines(path) > TEMPLATE and not _says(path)]
    assert [f"{name_of(path)}: {_lines(path)} lines" for path in long] == []


def test_guidance(capsys: pytest.CaptureFixture[str]) -> None:
    files = [_lines(path) for path in of_rooms()]
    lengths = [_length(function) for path in of_rooms() for function in functions(tree_of(path))]
    pages = [_lines(path) for path in of_templates()]
    with capsys.disabled():
        for words, sizes in (("files", files), ("functions", lengths), ("templates", pages)):
            sys.stdout.write(f"\n{words}: {len(sizes)}, median {median(sizes):.0f}, longest {max(sizes)} lines\n")
    assert median(files) <= 150
    assert median(lengths) <= 12
    assert median(pages) <= 60


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _says(path: Path) -> bool:
    return bool(REASON.search(path.read_text("utf-8")))


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its decorators and docstring."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        whole -= (first.end_lineno or first.lineno) - first.lineno + 1
    return whole
