"""Autoescape stays on: markup is trusted in one place alone, the filter for the renderer's stored HTML."""

import re

from house_files import ROOT, name_of, of_rooms, of_templates

TRUSTING = re.compile(r"\bMarkup\(|\bMarkup\.|render_template_string|autoescape\s*=\s*False|from_string\(")
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false")
FILTERS = "wiki/web/filters.py"


def test_no_template_switches_escaping_off() -> None:
    assert [name_of(path) for path in of_templates() if UNESCAPED.search(path.read_text("utf-8"))] == []


def test_one_file_alone_makes_trusted_markup() -> None:
    trusting = [name_of(path) for path in of_rooms() if TRUSTING.search(path.read_text("utf-8"))]
    assert set(trusting) <= {FILTERS}


def test_that_file_trusts_once() -> None:
    assert len(re.findall(r"\bMarkup\(", (ROOT / FILTERS).read_text("utf-8"))) == 1
