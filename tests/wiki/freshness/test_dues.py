"""Days go by: pages become overdue at midnight, for kept pages too, with one job for all of a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from freshness_pages import checked, how_to
from front_door import Site
from sqlalchemy import func, select, update

from auth.model import ANONYMOUS, SYSTEM
from storage.database import Database
from storage.generation import Generation
from storage.jobs import Job
from wiki.freshness.due import Dues
from wiki.freshness.service import Freshness
from wiki.freshness.tasks import Tasks
from wiki.pages.checking import OVERDUE
from wiki.pages.model import Page
from wiki.pages.news import NEWS
from wiki.settings import Settings
from wiki.transfer.service import Transfer

LATE = "This page is overdue for a check"


def until(site: Site, day: str) -> None:
    """Let time pass to the first second of this day, and do what is due."""
    site.clock.now = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(seconds=1)
    site.work()


def due_jobs(site: Site) -> list[str]:
    with site.service(Database).read() as session:
        return list(session.scalars(select(Job.key).where(Job.kind == OVERDUE).order_by(Job.key)))


def page_version(site: Site) -> int:
    with site.service(Database).read() as session:
        return session.scalar(select(func.max(Page.version)))


def told(site: Site) -> list[dict]:
    """What was said of late checks: read before the jobs that tell it are done."""
    with site.service(Database).read() as session:
        found = session.scalars(select(Job.payload).where(Job.kind == NEWS)).all()
    return [dict(one) for one in found if one["what"] == "page.check_due"]


def test_a_kept_page_says_that_it_is_overdue_from_the_day_after_it_was_due(site: Site) -> None:
    slug, reader = how_to(site), site.client()
    site.work()
    assert "Next check due May 23, 2027" in reader.get(f"/wiki/{slug}").text
    until(site, "2027-05-23")
    assert LATE not in reader.get(f"/wiki/{slug}").text
    assert "overdue for a check" not in reader.get("/how-tos").text
    until(site, "2027-05-24")
    assert LATE in reader.get(f"/wiki/{slug}").text
    assert "overdue for a check" in reader.get("/how-tos").text
    assert "overdue for a check" in reader.get("/search?q=two-step").text
    assert "overdue for a check" in reader.get("/topics/level/1_starting").text
    checked(site, site.person("practitioner"), slug, "2027-05-24")
    site.work()
    page = reader.get(f"/wiki/{slug}").text
    assert LATE not in page
    assert "Next check due Nov 24, 2027" in page or "Next check due November 24, 2027" in page
    assert "overdue for a check" not in reader.get("/how-tos").text


def test_the_owner_is_told_and_a_second_run_harms_nothing(any_site: Site) -> None:
    slug, dues = how_to(any_site), any_site.service(Dues)
    any_site.clock.now = datetime(2027, 5, 24, 0, 0, 1, tzinfo=UTC)
    before = any_site.service(Generation).current()
    dues.overdue([{"due_on": "2027-05-23"}])
    (news,) = told(any_site)
    assert news["to"] == [any_site.person("editor").id]
    assert any_site.service(Generation).current() > before
    version = page_version(any_site)
    dues.overdue([{"due_on": "2027-05-23"}])
    assert page_version(any_site) == version + 1  # indexed once more, and that is all
    assert any_site.service(Freshness).standing(ANONYMOUS, slug).is_overdue(date(2027, 5, 24))


def test_pages_checked_meanwhile_wake_nobody(site: Site) -> None:
    slug = how_to(site)
    site.clock.pass_by(86400)
    checked(site, site.person("practitioner"), slug, "2026-11-24")
    site.work()
    before = site.service(Generation).current()
    until(site, "2027-05-24")
    assert site.service(Generation).current() == before
    assert due_jobs(site) == ["2027-05-24"]


def test_the_whole_library_waits_with_one_job_a_day(site: Site) -> None:
    site.service(Transfer).import_folder(SYSTEM, Settings().content / "pages")
    with site.service(Database).read() as session:
        days = session.scalar(select(func.count(Page.due_on.distinct())))
        pages = session.scalar(select(func.count(Page.due_on)))
    assert pages > 20
    assert len(due_jobs(site)) == days
    for _ in range(3):  # starting again adds none
        site.service(Dues).ask()
        site.work()
    assert len(due_jobs(site)) == days


def test_a_start_settles_pages_that_an_older_version_left(any_site: Site) -> None:
    slug = how_to(any_site)
    with any_site.service(Database).write() as session:
        session.execute(update(Page).values(checked_on=None, checked_against="", due_on=None))
        session.query(Job).filter(Job.kind == OVERDUE).delete()
    any_site.service(Dues).ask()
    any_site.work()
    page = any_site.service(Freshness).standing(ANONYMOUS, slug)
    assert (page.checked_on, page.against, page.due_on) == (date(2026, 11, 23), "Chatter 4", date(2027, 5, 23))
    assert due_jobs(any_site) == ["2027-05-23"]


def test_an_interval_that_changed_changes_the_days(any_site: Site) -> None:
    slug = how_to(any_site)
    with any_site.service(Database).write() as session:  # as if the kind had said a year when it was saved
        session.execute(update(Page).values(due_on=date(2027, 11, 23)))
    any_site.service(Dues).ask()
    any_site.work()
    assert any_site.service(Freshness).standing(ANONYMOUS, slug).due_on == date(2027, 5, 23)


def test_overdue_and_unchecked_pages_are_listed_for_those_who_check(any_site: Site) -> None:
    late = how_to(any_site, "Late one", checked_on="2025-01-01")
    fresh = how_to(any_site, "Fresh one")
    ana, tasks = any_site.person("practitioner", "Ana"), any_site.service(Tasks)
    assert [page.slug for page in tasks.listed(ana, "overdue").pages] == [late]
    assert tasks.listed(ana, "unchecked").pages == []
    assert fresh not in [page.slug for page in tasks.listed(ana, "overdue").pages]


@pytest.mark.parametrize("part", [0, 1, 7, 99999])
def test_a_part_past_the_end_is_the_first(site: Site, part: int) -> None:
    how_to(site, checked_on="2025-01-01")
    assert site.service(Tasks).listed(site.person("practitioner"), "overdue", part).part == 1
