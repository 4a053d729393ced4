"""The starter library is written in the declared kinds, and every page of it could be published."""

from pathlib import Path

import pytest

from wiki.kinds.document import read, write
from wiki.kinds.model import Library
from wiki.kinds.validation import problems

PAGES = sorted((Path(__file__).parents[3] / "content" / "pages").glob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.stem))
def test_a_starter_page_is_ready(library: Library, path: Path) -> None:
    found = read(path.read_text("utf-8"), library)
    kind = library.kinds[found.kind]
    wrong = [
        f"{each.field}: {each.message % each.params}" for each in problems(kind, library, found.values, publishing=True)
    ]
    assert wrong == []
    assert read(write(kind, found.meta, found.values), library) == found
