"""Documents point to what is there: links, files named in the text, and commands."""

import re
from pathlib import Path

import click
import pytest
from house_files import ROOT, name_of

from wiki.app import create_app
from wiki.settings import Settings

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#([^)\s]+))?\)")
NAMED = re.compile(
    r"`((?:storage|auth|search|wiki|tests|templates|frontend|migrations|content|bin|docs|benchmarks)/[\w./-]+)`"
)
EXAMPLE = {"content/kinds/clause.yaml", "content/vocabularies/clause_topic.yaml"}
COMMAND = re.compile(r"`?bin/flask ([a-z]+)(?: ([a-z-]+))?")
THREAT = re.compile(r"^\| (\d+) \| (.+) \|$", re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    lost = [target for target, part in LINK.findall(path.read_text("utf-8")) if not _is_there(path, target, part)]
    assert lost == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_files_that_are_named_are_there(path: Path) -> None:
    named = set(NAMED.findall(path.read_text("utf-8"))) - EXAMPLE
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_threat_has_its_row() -> None:
    rows = THREAT.findall((ROOT / "docs/security.md").read_text("utf-8"))
    assert [int(number) for number, _rest in rows] == list(range(1, 43))
    assert [number for number, rest in rows if "tests/" not in rest and "yet" not in rest] == []


def test_commands_that_are_named_are_there(tmp_path: Path) -> None:
    known = create_app(Settings(data=tmp_path)).cli.commands
    asked = {words for path in DOCUMENTS for words in COMMAND.findall(path.read_text("utf-8"))}
    assert [words for words in sorted(asked) if not _is_known(known, *words)] == []


def _is_there(path: Path, target: str, part: str) -> bool:
    found = path.parent / target
    if not found.exists():
        return False
    return not part or part in {_anchor(words) for words in HEADING.findall(found.read_text("utf-8"))}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _is_known(known: dict[str, click.Command], noun: str, verb: str) -> bool:
    group = known.get(noun)
    return group is not None and (not verb or not isinstance(group, click.Group) or verb in group.commands)
