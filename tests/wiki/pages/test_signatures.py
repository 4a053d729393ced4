"""How contributions are signed: asked, remembered, shown, and changed later, on both databases."""

import pytest
from front_door import Site
from sqlalchemy import select

from auth.audit import AuditEntry
from auth.model import Actor
from storage.database import Database
from wiki.errors import Invalid
from wiki.pages.access import Access
from wiki.pages.model import HELD, MEMBERS, NAMED, PEN_NAME, WITHHELD, Page, Signature
from wiki.pages.reading import Readings
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.pages.signatures import Signatures
from wiki.pages.signing import tells_name

QUILL = Signature(PEN_NAME, "Night Heron")
VALUES = {"title": "Texting members", "summary": "A page.", "body": "Words."}


@pytest.fixture
def ana(any_site: Site) -> Actor:
    return any_site.person("practitioner", "Ana Lopez")


def authors(site: Site, slug: str) -> list[str]:
    return [one.author for one in site.service(Readings).history(site.person("admin"), slug).versions]


def told(site: Site, slug: str) -> list[tuple[int | None, str, str]]:
    with site.service(Database).read() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.subject == slug).order_by(AuditEntry.id))
        return [(row.actor_id, row.actor_name, row.action) for row in rows]


def test_each_contribution_is_shown_as_it_was_signed_and_the_last_choice_is_remembered(
    any_site: Site, ana: Actor
) -> None:
    pages = any_site.service(Pages)
    slug = pages.create(ana, "page", VALUES).slug
    pages.save(ana, slug, 1, {**VALUES, "body": "More words."}, signature=QUILL)
    assert any_site.service(Signatures).usual(ana) == QUILL
    pages.save(ana, slug, 2, {**VALUES, "body": "Other words."})  # a form that does not ask
    pages.save(ana, slug, 3, {**VALUES, "body": "Last words."}, signature=Signature(WITHHELD))
    pages.restore(ana, slug, 1)
    assert authors(any_site, slug) == ["", "", "Night Heron", "Night Heron", "Ana Lopez"]
    assert [row[:2] for row in told(any_site, slug)] == [
        (ana.id, "Ana Lopez"), (None, "Night Heron"), (None, "Night Heron"), (None, ""), (None, "")
    ]  # fmt: skip


def test_what_waits_goes_on_being_signed_as_it_was_sent(any_site: Site) -> None:
    bea = any_site.person("member", "Bea Ruiz")
    slug = any_site.page()
    pages, signatures = any_site.service(Pages), any_site.service(Signatures)
    pages.save(bea, slug, 1, VALUES, signature=Signature(WITHHELD))
    other = any_site.page("Another page")
    pages.save(bea, other, 1, VALUES, signature=Signature(NAMED))
    with any_site.service(Database).read() as session:
        page = session.scalar(select(Page).where(Page.slug == slug))
    assert signatures.usual(bea, page) == Signature(WITHHELD)
    assert signatures.usual(bea) == Signature(NAMED)
    pages.save(bea, slug, 1, {**VALUES, "body": "Better words."})
    assert [row[:2] for row in told(any_site, slug)][1:] == [(None, ""), (None, "")]


@pytest.mark.parametrize(
    "wanted",
    [
        Signature("nobody"),
        Signature(PEN_NAME, "  "),
        Signature(PEN_NAME, "x" * 81),
        Signature(PEN_NAME, "ana LOPEZ"),
        Signature(PEN_NAME, "Éditor"),
    ],
)
def test_a_signature_that_is_none_is_refused_and_nothing_is_saved(site: Site, wanted: Signature) -> None:
    ana = site.person("practitioner", "Ana Lopez")
    site.person("editor")
    with pytest.raises(Invalid) as refused:
        site.service(Pages).create(ana, "page", VALUES, signature=wanted)
    assert {problem.field for problem in refused.value.problems} <= {"signed", "signed_as"}
    with site.service(Database).read() as session:
        assert session.scalars(select(Page)).all() == []


def test_people_sign_anew_what_they_wrote_and_the_audit_log_forgets_their_name(any_site: Site, ana: Actor) -> None:
    pages, signatures = any_site.service(Pages), any_site.service(Signatures)
    slug = pages.create(ana, "page", VALUES).slug
    moved = any_site.service(Shelves).move(any_site.person("editor"), slug, "texting")
    pages.save(any_site.person("editor"), moved, 1, {**VALUES, "body": "By an editor."})
    other = pages.create(ana, "page", {**VALUES, "title": "Another"}).slug
    assert signatures.sign(ana, [moved], QUILL) == 1
    assert authors(any_site, moved) == ["Editor", "Night Heron"]
    assert authors(any_site, other) == ["Ana Lopez"]
    assert signatures.sign(ana, None, Signature(WITHHELD)) == 2
    assert authors(any_site, moved) == ["Editor", ""]
    assert authors(any_site, other) == [""]
    rows = told(any_site, slug) + told(any_site, moved) + told(any_site, other)
    assert [row for row in rows if row[0] == ana.id or "Ana" in row[1] or "Heron" in row[1]] == []
    assert [row[2] for row in rows].count("contribution.signed") == 3
    assert signatures.usual(ana) == Signature(WITHHELD)
    assert [sum(one.ways.values()) for one in signatures.mine(ana).pages] == [1, 1]


def test_a_page_that_is_hidden_from_its_writer_is_signed_anew_with_all_others(any_site: Site, ana: Actor) -> None:
    slug = any_site.service(Pages).create(ana, "page", VALUES).slug
    any_site.service(Shelves).archive(any_site.person("editor"), slug)
    signatures = any_site.service(Signatures)
    assert (signatures.mine(ana).pages, signatures.mine(ana).unseen) == ([], 1)
    with pytest.raises(Invalid):
        signatures.sign(ana, [slug], QUILL)
    assert signatures.sign(ana, None, QUILL) == 1
    assert authors(any_site, slug) == ["Night Heron"]


def test_whoever_publishes_says_who_sees_a_new_page_and_the_log_tells_before_and_after(any_site: Site) -> None:
    any_site.clock.pass_by(1)
    writer, editor, member = any_site.person("practitioner"), any_site.person("editor"), any_site.person("member")
    until = any_site.clock().date().replace(year=2027)
    pages, readings = any_site.service(Pages), any_site.service(Readings)
    held = pages.create(writer, "page", VALUES, seen_by=Access(HELD, until)).slug
    assert readings.stub(writer, held).audience == "editors"
    with pytest.raises(Invalid):
        pages.create(writer, "page", VALUES, seen_by=Access(HELD))
    sent = pages.create(member, "page", {**VALUES, "title": "By a member"}, seen_by=Access(MEMBERS)).slug
    assert readings.stub(member, sent).visibility == "public"
    any_site.service(Shelves).restrict(editor, held, MEMBERS)
    with any_site.service(Database).read() as session:
        details = session.scalars(select(AuditEntry.detail).where(AuditEntry.subject == held)).all()
    assert details == [
        {"number": 1, "visibility": f"held until {until}"},
        {"before": f"held until {until}", "after": "members"},
    ]


@pytest.mark.parametrize(
    ("text", "tells"),
    [("We, ana  LOPEZ and", True), ("*Ana* **Lopez**", True), ("Anabel Lopez", False), ("Ana", False), ("", False)],
)
def test_words_that_tell_the_writers_name_are_noticed(text: str, tells: bool) -> None:
    ana = Actor(7, 1, "Ana Lopez", "ana-lopez")  # type: ignore[arg-type]
    assert tells_name(ana, QUILL, [text]) is tells
    assert not tells_name(ana, Signature(), [text])
