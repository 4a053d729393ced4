"""A check is an act apart from edits: the newest counts, typo fixes do not, and bad input is refused in words."""

from datetime import UTC, date, datetime

import pytest
from freshness_pages import checked, how_to
from front_door import Site
from sqlalchemy import select

from auth.audit import AuditEntry
from auth.errors import Forbidden
from auth.model import SYSTEM
from storage.database import Database
from wiki.errors import Invalid, NotFound
from wiki.freshness.model import Check, PageCheck
from wiki.freshness.service import Freshness
from wiki.kinds.document import read
from wiki.kinds.model import Library
from wiki.pages.model import PEN_NAME, WITHHELD, Signature
from wiki.pages.reading import Readings
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.transfer.service import Transfer


def standing(site: Site, slug: str, role: str = "editor"):
    return site.service(Freshness).standing(site.person(role), slug)


def test_a_page_begins_with_what_its_own_words_say(any_site: Site) -> None:
    page = standing(any_site, how_to(any_site))
    assert (page.checked_on, page.against, page.checked_by) == (date(2026, 11, 23), "Chatter 4", "")
    assert page.due_on == date(2027, 5, 23)


def test_the_newest_check_is_shown_and_older_ones_are_kept(any_site: Site) -> None:
    slug, ana = how_to(any_site, checked_on="2026-10-01"), any_site.person("practitioner", "Ana")
    checked(any_site, ana, slug, "2026-11-20", word="Menus moved to the left.")
    checked(any_site, ana, slug, "2026-11-02", "Chatter 4.5")
    page = standing(any_site, slug)
    assert (page.checked_on, page.against, page.checked_by) == (date(2026, 11, 20), "Chatter 5", "Ana")
    assert (page.word, page.due_on) == ("Menus moved to the left.", date(2027, 5, 20))
    with any_site.service(Database).read() as session:
        assert session.scalars(select(PageCheck.against).order_by(PageCheck.id)).all() == ["Chatter 5", "Chatter 4.5"]


def test_an_edit_is_no_check_and_takes_none_away(any_site: Site) -> None:
    slug, ana = how_to(any_site, checked_on="2026-10-01"), any_site.person("practitioner", "Ana")
    values, number = any_site.service(Readings).editable(ana, any_site.service(Readings).stub(ana, slug))
    any_site.service(Pages).save(ana, slug, number, {**values, "summary": "A typo less."})
    assert standing(any_site, slug).checked_on == date(2026, 10, 1)
    checked(any_site, ana, slug, "2026-11-20")
    any_site.service(Pages).save(ana, slug, number + 1, {**values, "summary": "Another typo less."})
    assert standing(any_site, slug).checked_on == date(2026, 11, 20)
    assert standing(any_site, slug).checked_by == "Ana"


def test_a_check_changes_no_word_and_no_history(any_site: Site) -> None:
    slug, ana = how_to(any_site, checked_on="2026-10-01"), any_site.person("practitioner", "Ana")
    before = any_site.service(Readings).page(ana, slug)
    checked(any_site, ana, slug, "2026-11-20")
    after = any_site.service(Readings).page(ana, slug)
    assert (after.page.number, after.page.updated) == (before.page.number, before.page.updated)
    assert after.values == before.values


@pytest.mark.parametrize(
    ("signature", "shown"), [(Signature(PEN_NAME, "Sparrow"), "Sparrow"), (Signature(WITHHELD), "")]
)
def test_a_check_is_signed_as_its_writer_wants(any_site: Site, signature: Signature, shown: str) -> None:
    slug = how_to(any_site, checked_on="2026-10-01")
    checked(any_site, any_site.person("practitioner", "Ana"), slug, "2026-11-20", signature=signature)
    assert standing(any_site, slug).checked_by == shown
    with any_site.service(Database).read() as session:
        name = session.scalar(select(AuditEntry.actor_name).where(AuditEntry.action == "page.checked"))
    assert name == ("" if signature.signed == WITHHELD else "Ana")


def test_bad_checks_are_refused_field_by_field(site: Site) -> None:
    slug, ana = how_to(site), site.person("practitioner", "Ana")
    wrong = [
        Check(None, "4"),
        Check(date(2026, 11, 24), "4"),  # tomorrow
        Check(date(1, 1, 1), "4"),
        Check(date(2026, 11, 23), ""),
        Check(date(2026, 11, 23), "4" * 121),
        Check(date(2026, 11, 23), "4", "w" * 501),
        Check(date(2026, 11, 23), "4", signature=Signature("loudly")),
        Check(date(2026, 11, 23), "4", signature=Signature(PEN_NAME)),
    ]
    fields = []
    for check in wrong:
        with pytest.raises(Invalid) as error:
            site.service(Freshness).check(ana, slug, check)
        fields.append(error.value.problems[0].field)
    assert fields == ["day", "day", "day", "against", "against", "word", "signed", "pen_name"]
    assert standing(site, slug).checked_by == ""


def test_what_cannot_be_checked_is_not_found(site: Site) -> None:
    ana, editor = site.person("practitioner", "Ana"), site.person("editor")
    plain, archived, hidden = site.page("Plain"), how_to(site, "Archived one"), how_to(site, "Hidden one")
    site.service(Shelves).archive(editor, archived)
    site.service(Shelves).restrict(editor, hidden, "held", date(2027, 1, 1))
    for slug in (plain, archived, hidden, "never-was"):
        with pytest.raises(NotFound):
            checked(site, ana, slug, "2026-11-23")
    with pytest.raises(NotFound):
        checked(site, editor, archived, "2026-11-23")


def test_members_may_not_check(site: Site) -> None:
    slug = how_to(site)
    with pytest.raises(Forbidden):
        checked(site, site.person("member"), slug, "2026-11-23")


def test_a_page_that_moved_is_checked_where_it_is_now(site: Site) -> None:
    slug = how_to(site)
    site.service(Shelves).move(site.person("editor"), slug, "sign-in-twice")
    checked(site, site.person("practitioner", "Ana"), slug, "2026-11-23")
    assert standing(site, "sign-in-twice").checked_by == "Ana"


def test_the_form_of_a_page_takes_no_day_that_has_not_come(site: Site) -> None:
    with pytest.raises(Invalid) as error:
        how_to(site, checked_on="2026-11-24")
    assert [problem.field for problem in error.value.problems] == ["checked_on"]


def test_a_check_leaves_with_the_document_and_comes_back(site: Site, tmp_path) -> None:
    slug = how_to(site, checked_on="2026-10-01")
    checked(site, site.person("practitioner", "Ana"), slug, "2026-11-20")
    site.service(Transfer).export_folder(SYSTEM, tmp_path)
    text = (tmp_path / f"{slug}.md").read_text("utf-8")
    document = read(text, site.service(Library))
    assert document.values["checked_on"] == "2026-10-01"
    assert document.meta["checked_on"] == "2026-11-20"
    assert "Ana" not in text  # names leave with contributions alone
    (tmp_path / f"{slug}.md").unlink()
    (tmp_path / "the-same-again.md").write_text(text.replace("Turn two-step", "Again turn two-step"), "utf-8")
    site.service(Transfer).import_folder(SYSTEM, tmp_path)
    again = standing(site, "the-same-again")
    assert (again.checked_on, again.against) == (date(2026, 11, 20), "Chatter 5")


def test_a_page_may_be_checked_more_often_than_its_kind(site: Site, tmp_path) -> None:
    slug = how_to(site)
    site.service(Transfer).export_folder(SYSTEM, tmp_path)
    text = (
        (tmp_path / f"{slug}.md").read_text("utf-8").replace("title: Turn", "review_every: 2 weeks\ntitle: Now turn", 1)
    )
    (tmp_path / "sooner.md").write_text(text, "utf-8")
    site.service(Transfer).import_folder(SYSTEM, tmp_path)
    assert standing(site, "sooner").due_on == date(2026, 12, 7)


def test_a_clock_that_ran_ahead_does_not_make_a_page_fresh_for_ever(site: Site) -> None:
    site.clock.now = datetime(2031, 1, 1, tzinfo=UTC)
    slug = how_to(site, checked_on="2030-12-31")
    site.clock.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    ana = site.person("practitioner", "Ana")
    values, number = site.service(Readings).editable(ana, site.service(Readings).stub(ana, slug))
    site.service(Pages).save(ana, slug, number, {**values, "summary": "A typo less."})
    assert standing(site, slug).checked_on is None
