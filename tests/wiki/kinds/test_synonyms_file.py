"""The list of synonyms is data, and a broken one is named with its line."""

from pathlib import Path

import pytest

from wiki.kinds.declaration import DeclarationError
from wiki.kinds.synonyms import read_groups
from wiki.settings import ROOT


def written(folder: Path, text: str) -> Path:
    content = folder / "content"
    content.mkdir()
    (content / "synonyms.yaml").write_text(text)
    return content


def test_groups_are_read_as_written(tmp_path: Path) -> None:
    content = written(tmp_path, "groups:\n  - [CLC, central labor council]\n  - [email, e-mail]\n")
    assert read_groups(content) == (("CLC", "central labor council"), ("email", "e-mail"))


def test_a_site_needs_no_list(tmp_path: Path) -> None:
    assert read_groups(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [("words: []", 1), ("groups:\n  - [one]\n", 2), ("groups:\n  - [a, b]\n  - {c: d}\n", 3), ("[", 2)],
)
def test_a_broken_list_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(DeclarationError) as found:
        read_groups(written(tmp_path, text))
    assert found.value.line == line


def test_the_sites_own_list_can_be_read() -> None:
    assert len(read_groups(ROOT / "content")) > 30
