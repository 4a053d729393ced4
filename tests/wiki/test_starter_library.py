"""The starter library hangs together: every page can be published, every link leads somewhere, claims have sources."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from front_door import Site

from auth.model import ANONYMOUS, SYSTEM
from storage.database import Database
from wiki.kinds.declaration import load
from wiki.kinds.document import PageDocument, read, write
from wiki.kinds.model import Library
from wiki.names import to_slug
from wiki.pages import queries
from wiki.transfer.service import Transfer

CONTENT = Path(__file__).parents[2] / "content"
FILES = {path.stem: path for path in sorted((CONTENT / "pages").glob("*.md"))}
INVITES = "help-wanted"  # the one page that asks for others on purpose, though nobody has written them
SOURCED = ("case_study", "how_to", "tool", "event")
LINK = re.compile(r"\[\[([^\]|#]+)")
TO_SECTION = re.compile(r"\[\[([^\]|#]+)#([^\]|]+)(?:\|[^\]]*)?\]\]")


@pytest.fixture(scope="module")
def library() -> Library:
    return load(CONTENT)


@pytest.fixture(scope="module")
def documents(library: Library) -> dict[str, PageDocument]:
    """Address to page."""
    return {slug: read(path.read_text("utf-8"), library) for slug, path in FILES.items()}


def of_kind(documents: dict[str, PageDocument], *kinds: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((slug, dict(found.values)) for slug, found in documents.items() if found.kind in kinds)


def test_every_page_is_published_and_no_link_leads_nowhere_but_to_an_invitation(site: Site) -> None:
    report = site.service(Transfer).import_folder(SYSTEM, CONTENT / "pages")
    assert (report.complaints, report.made) == ([], len(FILES))
    with site.service(Database).read() as session:
        nowhere = {one.name for one in queries.wanted(session, ANONYMOUS)}
    invited = {to_slug(name) for name in LINK.findall(FILES[INVITES].read_text("utf-8"))}
    assert nowhere <= invited, nowhere - invited


def test_an_export_gives_every_file_back_to_the_letter(library: Library, documents: dict[str, PageDocument]) -> None:
    """So that whoever edits on the site and exports sees their own change alone."""
    differ = [
        slug
        for slug, found in documents.items()
        if write(library.kinds[found.kind], found.meta, found.values) != FILES[slug].read_text("utf-8")
    ]
    assert differ == []


def test_what_makes_claims_names_its_sources(documents: dict[str, PageDocument]) -> None:
    pages = dict(of_kind(documents, *SOURCED))
    assert [slug for slug, values in pages.items() if not values.get("sources")] == []
    nameless = [slug for slug, values in pages.items() for one in values["sources"] if not one.get("publisher")]
    assert nameless == []


def test_every_tool_that_was_used_has_a_page(documents: dict[str, PageDocument]) -> None:
    tools = {name for slug, values in of_kind(documents, "tool") for name in (slug, to_slug(values["title"]))}
    tools |= {
        to_slug(name) for _slug, values in of_kind(documents, "tool") for name in values.get("aliases", "").split(",")
    }
    used = [
        (slug, row["tool"])
        for slug, values in of_kind(documents, "case_study", "how_to")
        for row in (*values.get("tools_used", ()), *values.get("tools", ()))
    ]
    assert used
    assert [(slug, tool) for slug, tool in used if to_slug(tool) not in tools] == []


def test_a_link_to_a_section_finds_its_heading(documents: dict[str, PageDocument]) -> None:
    titles = {to_slug(found.values["title"]): slug for slug, found in documents.items()}
    for slug, path in FILES.items():
        for title, section in TO_SECTION.findall(path.read_text("utf-8")):
            lines = FILES[titles[to_slug(title)]].read_text("utf-8").splitlines()
            headings = {to_slug(re.sub(r"\{#\w+\}$", "", line.lstrip("# "))) for line in lines if line.startswith("#")}
            assert to_slug(section) in headings, f"{slug} links to {title}#{section}"
