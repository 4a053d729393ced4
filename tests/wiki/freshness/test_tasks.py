"""Readers say that a page no longer matches: one task a page, kept of nobody, brought to an end by work or a reason."""

from datetime import date

import pytest
from freshness_pages import checked, how_to
from front_door import Site
from sqlalchemy import func, select

from auth.errors import Forbidden
from auth.model import ANONYMOUS
from storage.database import Database
from storage.generation import Generation
from storage.jobs import Job
from wiki.errors import Invalid, NotFound
from wiki.freshness.model import Task, TaskNote
from wiki.freshness.service import Freshness
from wiki.freshness.tasks import MOST_NOTES, Tasks
from wiki.pages.news import NEWS
from wiki.pages.reading import Readings
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves


def open_tasks(site: Site, role: str = "practitioner", show: str = "open"):
    return site.service(Tasks).listed(site.person(role), show).jobs


def all_news(site: Site, what: str) -> list[dict]:
    with site.service(Database).read() as session:
        found = session.scalars(select(Job.payload).where(Job.kind == NEWS).order_by(Job.id)).all()
    return [dict(one) for one in found if one["what"] == what]


def test_many_who_say_it_add_to_one_task(any_site: Site) -> None:
    slug, tasks = how_to(any_site), any_site.service(Tasks)
    tasks.flag(ANONYMOUS, slug)
    tasks.flag(ANONYMOUS, slug, 2, "The menu is called Safety now")
    tasks.flag(ANONYMOUS, slug, 0, "Mine too", counted=True)  # the word after a click counts no second time
    (task,) = open_tasks(any_site)
    assert (task.count, task.notes) == (2, ((2, "The menu is called Safety now"), (0, "Mine too")))


def test_the_owner_is_told_once_and_nobody_is_named(any_site: Site) -> None:
    slug = how_to(any_site)
    for _ in range(3):
        any_site.service(Tasks).flag(any_site.person("member"), slug)
    (told,) = all_news(any_site, "page.mismatch")
    assert told["to"] == [any_site.person("editor").id]
    assert told["by"] is None


def test_a_thousand_clicks_are_one_row_and_few_words(site: Site) -> None:
    slug, tasks = how_to(site), site.service(Tasks)
    tasks.flag(ANONYMOUS, slug)
    before = site.service(Generation).current()
    for number in range(MOST_NOTES + 30):
        tasks.flag(ANONYMOUS, slug, word=f"Word {number}")
    with site.service(Database).read() as session:
        assert session.scalar(select(func.count()).select_from(Task)) == 1
        assert session.scalar(select(func.count()).select_from(TaskNote)) == MOST_NOTES
    assert open_tasks(site)[0].count == MOST_NOTES + 31
    assert site.service(Generation).current() == before  # no click after the first throws kept pages away


def test_a_check_ends_it(any_site: Site) -> None:
    slug = how_to(any_site)
    any_site.service(Tasks).flag(ANONYMOUS, slug)
    assert any_site.service(Freshness).standing(ANONYMOUS, slug).flagged
    checked(any_site, any_site.person("practitioner", "Ana"), slug, "2026-11-23")
    assert open_tasks(any_site) == []
    assert not any_site.service(Freshness).standing(ANONYMOUS, slug).flagged
    any_site.service(Tasks).flag(ANONYMOUS, slug)  # and it can be said anew
    assert open_tasks(any_site)[0].count == 1


def test_an_edit_ends_it_when_somebody_says_so(site: Site) -> None:
    slug, ana, tasks = how_to(site), site.person("practitioner", "Ana"), site.service(Tasks)
    tasks.flag(ANONYMOUS, slug)
    number = open_tasks(site)[0].id
    with pytest.raises(Invalid):
        tasks.mended(ana, number)
    values, base = site.service(Readings).editable(ana, site.service(Readings).stub(ana, slug))
    site.service(Pages).save(ana, slug, base, {**values, "summary": "Mended."})
    assert open_tasks(site)[0].is_changed  # an edit alone may have been a typo fix
    tasks.mended(ana, number)
    assert open_tasks(site) == []


def test_closing_needs_a_reason(site: Site) -> None:
    slug, ana, tasks = how_to(site), site.person("practitioner", "Ana"), site.service(Tasks)
    tasks.flag(ANONYMOUS, slug)
    number = open_tasks(site)[0].id
    for reason in ("  ", "x" * 501):
        with pytest.raises(Invalid):
            tasks.close(ana, number, reason)
    tasks.close(ana, number, "It was another program.")
    with site.service(Database).read() as session:
        task = session.get_one(Task, number)
    assert (task.state, task.ended_how, task.reason) == ("closed", "word", "It was another program.")
    with pytest.raises(NotFound):
        tasks.close(ana, number, "Again.")


def test_a_task_is_taken_up_by_one_and_free_again_when_they_leave_it(site: Site) -> None:
    slug, tasks = how_to(site), site.service(Tasks)
    ana, ben = site.person("practitioner", "Ana"), site.person("practitioner", "Ben")
    tasks.flag(ANONYMOUS, slug)
    number = open_tasks(site)[0].id
    tasks.claim(ana, number)
    tasks.claim(ana, number)
    with pytest.raises(Invalid) as error:
        tasks.claim(ben, number)
    assert error.value.problems[0].params == {"name": "Ana"}
    assert [job.id for job in tasks.listed(ana, "mine").jobs] == [number]
    tasks.let_go(ben, number)  # not his to give back
    assert open_tasks(site)[0].claimed_by == "Ana"
    tasks.let_go(ana, number)
    tasks.claim(ben, number)
    site.clock.pass_by(15 * 24 * 3600)
    tasks.claim(ana, number)
    assert open_tasks(site)[0].claimed_by == "Ana"


@pytest.mark.parametrize("role", ["reader", "member"])
def test_tasks_are_for_those_who_check(site: Site, role: str) -> None:
    slug, tasks = how_to(site), site.service(Tasks)
    tasks.flag(ANONYMOUS, slug)
    number = open_tasks(site)[0].id
    who = ANONYMOUS if role == "reader" else site.person(role)
    for deed in (
        lambda: tasks.listed(who, "open"),
        lambda: tasks.claim(who, number),
        lambda: tasks.let_go(who, number),
        lambda: tasks.mended(who, number),
        lambda: tasks.close(who, number, "No."),
    ):
        with pytest.raises(Forbidden):
            deed()


def test_a_task_follows_its_page_wherever_it_goes(any_site: Site) -> None:
    slug, editor, tasks = how_to(any_site), any_site.person("editor"), any_site.service(Tasks)
    tasks.flag(ANONYMOUS, slug)
    number = open_tasks(any_site)[0].id
    any_site.service(Shelves).move(editor, slug, "elsewhere")
    assert tasks.flag(ANONYMOUS, slug) == "elsewhere"  # the button of a page that somebody still had open
    assert [(job.slug, job.count) for job in open_tasks(any_site)] == [("elsewhere", 2)]
    any_site.service(Shelves).archive(editor, "elsewhere")
    assert open_tasks(any_site, "editor") == []
    for deed in (lambda: tasks.claim(editor, number), lambda: tasks.flag(ANONYMOUS, "elsewhere")):
        with pytest.raises(NotFound):
            deed()
    any_site.service(Shelves).unarchive(editor, "elsewhere")
    assert [job.id for job in open_tasks(any_site)] == [number]


def test_nobody_meets_a_task_of_a_page_they_do_not_see(site: Site) -> None:
    slug, editor, tasks = how_to(site), site.person("editor"), site.service(Tasks)
    tasks.flag(ANONYMOUS, slug)
    number = open_tasks(site)[0].id
    site.service(Shelves).restrict(editor, slug, "held", date(2027, 1, 1))
    listed = tasks.listed(site.person("practitioner"), "open")
    assert (listed.jobs, listed.counts["open"]) == ([], 0)
    with pytest.raises(NotFound):
        tasks.claim(site.person("practitioner"), number)
    with pytest.raises(NotFound):
        tasks.flag(ANONYMOUS, slug)
    assert len(open_tasks(site, "editor")) == 1


def test_only_pages_that_are_checked_can_be_flagged(site: Site) -> None:
    with pytest.raises(NotFound):
        site.service(Tasks).flag(ANONYMOUS, site.page("Plain"))


def test_steps_are_counted_where_people_number_them(site: Site) -> None:
    assert site.service(Tasks).steps(ANONYMOUS, how_to(site)) == 3
    nested = how_to(site, "Another", steps="1. One\n    1. Not one\n2) Two\n\nNot 3. three")
    assert site.service(Tasks).steps(ANONYMOUS, nested) == 2
