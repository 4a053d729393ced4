"""The queue: filters, counts, parts, names that are withheld, and two thousand proposals."""

import pytest
from front_door import Site
from review_acts import PAGE, change, propose, sign, told_in_five_minutes
from sqlalchemy import insert, select

from auth.errors import Forbidden
from storage.database import Database
from wiki.kinds.model import Library
from wiki.pages.model import WITHHELD, Page, Proposal, Signature
from wiki.pages.service import Pages
from wiki.reviews.model import SHOWS, Filters
from wiki.reviews.queue import PART, Queue
from wiki.reviews.service import Reviews

DAY = 24 * 3600


def found(site: Site, role: str = "trainer", **chosen: str) -> list[int]:
    return [one.id for one in site.service(Queue).find(site.person(role), Filters(**chosen)).items]


def test_each_sort_of_the_queue(any_site: Site) -> None:
    reviews, trainer = any_site.service(Reviews), any_site.person("trainer")
    titles = {name: any_site.page(title=f"Page {name}") for name in ("mine", "quick", "consent", "returned")}
    numbers = {
        name: propose(any_site, slug, title=f"Page {name}", body=f"Changed {name}.").number
        for name, slug in titles.items()
    }
    fresh = any_site.service(Pages).create(any_site.person("member"), "page", PAGE | {"title": "New"}).proposal_id
    reviews.claim(trainer, numbers["mine"])
    told_in_five_minutes(any_site, numbers["quick"])
    reviews.ask_consent(trainer, numbers["consent"])
    reviews.send_back(trainer, numbers["returned"], "Say more.")
    expected = {
        "waiting": [numbers["mine"], numbers["quick"], fresh], "mine": [numbers["mine"], numbers["consent"]],
        "unclaimed": [numbers["quick"], fresh], "quick": [numbers["quick"]], "new": [fresh],
        "consent": [numbers["consent"]], "returned": [numbers["returned"]],
    }  # fmt: skip
    assert {show: found(any_site, show=show) for show in SHOWS} == expected
    counts = any_site.service(Queue).find(trainer, Filters()).counts
    assert counts == {show: len(rows) for show, rows in expected.items()}
    assert any_site.service(Queue).count(trainer) == 3
    assert any_site.service(Queue).count(any_site.person("member")) == 0


def test_kind_area_and_age(any_site: Site) -> None:
    areas = list(any_site.service(Library).vocabularies["areas"].terms)
    values = {"title": "Which tool?", "body": "Has anybody tried?", "areas": [areas[0]]}
    member, pages = any_site.person("member"), any_site.service(Pages)
    old = pages.create(member, "question", values).proposal_id
    any_site.clock.pass_by(8 * DAY)
    new = pages.create(member, "page", PAGE).proposal_id
    assert found(any_site, kind="question") == [old]
    assert found(any_site, area=areas[0]) == [old]
    assert found(any_site, area=areas[1]) == []
    assert found(any_site, age="week") == [old]
    assert found(any_site, age="month") == []
    assert found(any_site) == [old, new]


def test_the_queue_is_for_those_who_review(site: Site) -> None:
    for role in ("member", "practitioner"):
        with pytest.raises(Forbidden):
            found(site, role)
    assert site.client("practitioner").get("/review").status_code == 403


def test_two_thousand_proposals_come_in_parts(any_site: Site) -> None:
    sent = propose(any_site)
    with any_site.service(Database).write() as session:
        first = session.get_one(Proposal, sent.number)
        row = {column.name: getattr(first, column.name) for column in Proposal.__table__.columns if column.name != "id"}
        session.execute(insert(Proposal), [row for _ in range(1999)])
    listed = any_site.service(Queue).find(any_site.person("trainer"), Filters(), 80)
    assert (listed.total, listed.parts, len(listed.items)) == (2000, 2000 // PART, PART)
    page = any_site.client("trainer").get("/review?page=80")
    assert page.status_code == 200
    assert "2000" in page.text
    assert len(page.data) < 100_000
    assert any_site.service(Queue).find(any_site.person("trainer"), Filters(), 81).part == 1


def test_filters_nobody_knows_filter_nothing(site: Site) -> None:
    propose(site)
    answer = site.client("trainer").get("/review?show=nope&kind=x&area=%00&age=-1&page=99999999999999999999")
    assert answer.status_code == 200
    assert "1 in this list" in answer.text


def test_one_steps_from_case_to_case(site: Site) -> None:
    numbers = [propose(site, site.page(title=f"Page {n}"), title=f"Page {n}").number for n in range(3)]
    queue, trainer = site.service(Queue), site.person("trainer")
    assert queue.around(trainer, numbers[1], Filters()) == (numbers[0], numbers[2])
    assert queue.around(trainer, numbers[0], Filters()) == (None, numbers[1])
    page = site.client("trainer").get(f"/review/{numbers[1]}").text
    assert f'href="/review/{numbers[2]}" rel="next"' in page


def test_a_withheld_name_is_in_no_list_no_case_no_page_and_no_log(site: Site) -> None:
    sent = propose(site, by="Zqxwriter")
    sign(site, sent.number, Signature(WITHHELD))
    site.service(Reviews).remark(site.person("trainer"), sent.number, "Who?")
    paths = ("/review", f"/review/{sent.number}", f"/review/{sent.number}/rounds/1", f"/review/{sent.number}/mend",
             f"/wiki/{sent.slug}", "/review/trust")  # fmt: skip
    for role in ("trainer", "admin"):
        client = site.client(role)
        assert [path for path in paths if "Zqxwriter" in client.get(path).text] == []
        assert "name withheld" in client.get("/review").text
        assert "name withheld" in client.get(f"/review/{sent.number}").text


def test_what_waits_stands_on_the_page_for_those_who_may_know_of_it(site: Site) -> None:
    sent = propose(site)
    path, words = f"/wiki/{sent.slug}", "1 change is not decided yet."
    assert words in site.client("trainer").get(path).text
    assert words in site.client("member", "Ona").get(path).text
    assert words not in site.client("member", "Another").get(path).text
    assert words not in site.client().get(path).text


def test_the_header_counts_for_reviewers_alone(site: Site) -> None:
    propose(site)
    assert "(1" in site.client("trainer").get("/").text.split("</summary>")[0]
    assert "to review" not in site.client("practitioner").get("/").text


def test_two_proposals_of_one_state_do_not_hide_the_page(site: Site) -> None:
    sent = propose(site)
    change(site, sent.number, state="consent")
    with site.service(Database).read() as session:
        assert session.scalar(select(Page.state).where(Page.slug == sent.slug)) == "published"
