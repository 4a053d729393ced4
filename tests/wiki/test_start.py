"""What stops the start says so in one line."""

import shutil
from pathlib import Path

import click
import pytest

from wiki.app import command_line_app
from wiki.settings import ROOT


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FIELDBOOK_DATA", str(tmp_path))
    monkeypatch.setenv("FIELDBOOK_PORT", "abc")
    with pytest.raises(click.ClickException, match="FIELDBOOK_PORT must be a whole number"):
        command_line_app()


def test_a_broken_declaration_is_told_by_file_line_and_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(ROOT / "content", content, ignore=shutil.ignore_patterns("pages"))
    broken = content / "kinds" / "case_study.yaml"
    broken.write_text(broken.read_text().replace("vocabulary: areas", "vocabulary: aeras"))
    monkeypatch.setenv("FIELDBOOK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("FIELDBOOK_CONTENT", str(content))
    with pytest.raises(click.ClickException, match=r"content/kinds/case_study.yaml:\d+: field `areas` uses .* `aeras`"):
        command_line_app()
