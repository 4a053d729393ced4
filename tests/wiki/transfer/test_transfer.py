"""Documents in and out: the whole starter library makes the round trip word for word."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from front_door import Site

from auth.errors import Forbidden
from auth.model import SYSTEM
from wiki.settings import ROOT
from wiki.transfer.service import Transfer

STARTER = ROOT / "content" / "pages"
WHOLE = "---\nkind: page\ntitle: A page\nsummary: Short.\n---\n\nWords.\n"


def export(site: Site, folder: Path) -> dict[str, str]:
    site.service(Transfer).export_folder(SYSTEM, folder)
    return {file.name: file.read_text("utf-8") for file in folder.glob("*.md")}


@pytest.mark.slow
def test_the_starter_library_makes_the_round_trip(
    make_site: Callable[..., Site], tmp_path: Path, empty_database: Path
) -> None:
    starter = Path(shutil.copytree(STARTER, tmp_path / "starter"))
    first = make_site()
    report = first.service(Transfer).import_folder(SYSTEM, starter)
    assert report.complaints == []
    assert report.made == len(list(starter.glob("*.md")))
    out = export(first, tmp_path / "out")
    assert out.keys() == {file.name for file in starter.glob("*.md")}
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "fieldbook.sqlite3").write_bytes(empty_database.read_bytes())
    second = make_site(data=tmp_path / "other")
    assert second.service(Transfer).import_folder(SYSTEM, tmp_path / "out").complaints == []
    assert export(second, tmp_path / "again") == out


def test_a_second_import_changes_nothing(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a-page.md").write_text(WHOLE)
    assert site.service(Transfer).import_folder(SYSTEM, tmp_path).made == 1
    (tmp_path / "a-page.md").write_text(WHOLE.replace("Words.", "Other words."))
    report = site.service(Transfer).import_folder(SYSTEM, tmp_path)
    assert (report.made, report.kept) == (0, 1)
    assert "Other words." not in site.client().get("/wiki/a-page").text


def test_a_broken_document_is_told_and_the_others_are_taken(site: Site, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(WHOLE)
    (tmp_path / "no-front.md").write_text("Words.")
    (tmp_path / "unknown.md").write_text(WHOLE.replace("kind: page", "kind: never_was"))
    (tmp_path / "bytes.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "bomb.md").write_text("---\na: &a [x]\nb: [*a, *a]\nkind: page\n---\n")
    report = site.service(Transfer).import_folder(SYSTEM, tmp_path)
    assert report.made == 1
    assert {one.file for one in report.complaints} == {"no-front.md", "unknown.md", "bytes.md", "bomb.md"}
    assert all(one.reason for one in report.complaints)
    checked = {one.file for one in site.service(Transfer).check_folder(tmp_path)} - {"good.md"}  # it is too short
    assert checked == {one.file for one in report.complaints}


def test_only_admins_move_libraries(site: Site, tmp_path: Path) -> None:
    for role in ("member", "practitioner", "trainer", "editor"):
        with pytest.raises(Forbidden):
            site.service(Transfer).export_folder(site.person(role), tmp_path / role)
        with pytest.raises(Forbidden):
            site.service(Transfer).import_folder(site.person(role), tmp_path)
        assert not (tmp_path / role).exists()
