"""Kinds: docs/kinds.md names every property, and its worked example works."""

import re
import shutil
from dataclasses import fields
from pathlib import Path

from house_files import ROOT

from wiki.app import create_app
from wiki.kinds.declaration import load
from wiki.kinds.document import read, write
from wiki.kinds.model import Field, FieldType, Kind, Term
from wiki.kinds.validation import problems
from wiki.settings import Settings

TEXT = (ROOT / "docs/kinds.md").read_text("utf-8")
ROW = re.compile(r"^\| (`[^|]+`) \|", re.MULTILINE)
BLOCK = re.compile(r"^```(?:yaml|markdown)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MADE = {"bands", "by_key", "key", "terms"}  # worked out from the rest, or the file's own name


def test_every_property_of_a_kind_is_documented() -> None:
    assert _rows("The file of a kind") == _names(Kind) - MADE | {"order"}


def test_every_type_is_documented() -> None:
    assert _rows("The types of a field") - {"type"} == {str(one) for one in FieldType}


def test_every_property_of_a_field_is_documented() -> None:
    assert _rows("The properties of a field") == _names(Field) - MADE | {"key"}


def test_every_property_of_a_term_is_documented() -> None:
    assert [name for name in _names(Term) if f"`{name}`" not in _part("The file of a vocabulary")] == []


def test_the_worked_example_works(tmp_path: Path) -> None:
    content = tmp_path / "content"
    for folder in ("kinds", "vocabularies"):
        shutil.copytree(ROOT / "content" / folder, content / folder)
    *declarations, document = BLOCK.findall(TEXT)
    for written in declarations:
        (tmp_path / written.split("\n", 1)[0].removeprefix("# ")).write_text(written, "utf-8")
    library = load(content)
    kind = library.kinds["clause"]
    page = read(document, library)
    assert problems(kind, library, page.values, publishing=True) == []
    assert read(write(kind, page.meta, page.values), library) == page


def test_every_declared_kind_has_its_list(tmp_path: Path) -> None:
    answered = {rule.rule for rule in create_app(Settings(data=tmp_path)).url_map.iter_rules()}
    assert {f"/{kind.path}" for kind in load(ROOT / "content").kinds.values()} <= answered


def _names(declared: type[Kind] | type[Field] | type[Term]) -> set[str]:
    return {field.name for field in fields(declared)}


def _part(heading: str) -> str:
    return TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def _rows(heading: str) -> set[str]:
    found = {name.strip("` ") for cell in ROW.findall(_part(heading)) for name in cell.split(",")}
    return found - {"property"}
