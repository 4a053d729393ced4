"""Sharing a case through the front door: question by question, kept as it goes, sent once."""

import re

import pytest
from front_door import Site
from sharing_place import ANSWERS, hidden, page_of, post, proposal, tell
from sqlalchemy import func, select

from storage.database import Database
from wiki.pages.model import Page, Proposal
from wiki.pages.service import Pages
from wiki.pages.shelves import Shelves
from wiki.rules.service import Rules
from wiki.sharing.model import Entry


def count(site: Site, table: type) -> int:
    with site.service(Database).read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def code_in(text: str) -> str:
    found = re.search(r'id="code">([\w-]+)<', text)
    assert found, text
    return found[1]


def test_a_reader_tells_a_case_question_by_question_and_gets_a_code(any_site: Site) -> None:
    client = any_site.client()
    first = client.get("/share").text
    assert "Question 1 of 8" in first
    sent = tell(client)
    assert (sent.status_code, sent.location) == (303, "/share/thanks")
    thanks = client.get("/share/thanks").text
    number = max(one for one in range(1, 5) if _exists(any_site, one))
    kept = proposal(any_site, number)
    assert kept.values == {**ANSWERS, "areas": ["mobile_text"], "what_we_did": ANSWERS["what_we_did"]}
    assert (kept.state, kept.via, kept.author_id, kept.signed) == ("submitted", "share", None, "withheld")
    page = page_of(any_site, number)
    assert (page.state, page.audience, page.also) == ("submitted", "reviewers", "")
    other = any_site.client()
    assert (
        post(other, "/contribution", code=code_in(thanks).lower().replace("-", " ")).location
        == f"/contribution/{number}"
    )
    assert "It waits for someone who reviews." in other.get(f"/contribution/{number}").text


def _exists(site: Site, number: int) -> bool:
    with site.service(Database).read() as session:
        return session.get(Proposal, number) is not None


def test_all_on_one_page_is_the_same(site: Site) -> None:
    client = site.client("member")
    page = client.get("/share?question=all").text
    sent = post(client, "/share", page, action="send", sign="named", visibility="members", **ANSWERS)
    assert sent.location == "/share/thanks"
    assert "/contribution/1" in client.get("/share/thanks").text
    assert (proposal(site, 1).author_id, proposal(site, 1).code_hash) == (site.person("member").id, "")
    assert page_of(site, 1).visibility == "members"


def test_an_empty_answer_is_asked_again_in_plain_words(site: Site) -> None:
    client = site.client()
    answer = post(client, "/share", client.get("/share").text, action="next", title=" ")
    assert answer.status_code == 422
    assert "is needed before publishing" in answer.text
    assert "<title>Error:" in answer.text


def test_a_text_that_is_too_long_stays_in_the_form(site: Site) -> None:
    client = site.client()
    for size, status in ((100_001, 422), (400_000, 422), (1_048_576, 422)):
        text = "long " * (size // 5) + "end"
        page = client.get("/share?question=3").text
        answer = post(client, "/share", page, action="next", what_we_did=text)
        assert answer.status_code == status
        assert text in answer.text
    big = post(client, "/share", client.get("/share?question=3").text, action="next", what_we_did="x" * 3_000_000)
    assert big.status_code == 413
    assert "too" in big.text.lower()


def test_back_keeps_everything_and_coming_back_offers_to_go_on(site: Site) -> None:
    client = site.client()
    post(client, "/share", client.get("/share").text, action="next", title="Kept")
    back = post(client, "/share", client.get("/share?question=2").text, action="back", org_type="local_union")
    assert back.location == "/share?question=1"
    assert 'value="Kept"' in client.get("/share?question=1").text
    offer = client.get("/share").text
    assert "Go on with your case?" in offer
    assert "“Kept”" in offer
    assert 'href="/share?question=3"' in offer
    assert re.search(r'value="local_union"[^>]*checked', client.get("/share?question=2").text)
    post(client, "/share/discard")
    assert "Question 1 of 8" in client.get("/share").text
    assert count(site, Entry) == 0


def test_nobody_else_sees_what_was_begun(site: Site) -> None:
    mine = site.client("member")
    post(mine, "/share", mine.get("/share").text, action="next", title="Zxbegun")
    assert "Zxbegun" not in site.client().get("/share").text
    again = site.client("member")
    assert "Zxbegun" in again.get("/share").text, "an account finds it in any browser"
    cookie = mine.get_cookie("fieldbook-share", path="/share")
    assert cookie is not None
    thief = site.client("trainer")
    thief.set_cookie("fieldbook-share", cookie.value, path="/share")
    assert "Zxbegun" not in thief.get("/share?question=1").text


@pytest.mark.parametrize("role", ["reader", "member"])
def test_sending_twice_makes_one_case_and_shows_the_same_code(site: Site, role: str) -> None:
    """A double click: the very same form twice, before the browser knows of any cookie."""
    client = site.client(role)
    page = client.get("/share?question=all").text
    form = {**hidden(page), "action": "send", **ANSWERS, "sign": "withheld"}
    answers = []
    for _ in range(2):
        client.delete_cookie("fieldbook-share", path="/share")
        answers.append(post(client, "/share", **form))
    assert [answer.location for answer in answers] == ["/share/thanks"] * 2
    assert (count(site, Proposal), count(site, Page)) == (1, 1)
    assert client.get("/share/thanks").status_code == 200
    if role == "reader":
        assert code_in(client.get("/share/thanks").text) == code_in(client.get("/share/thanks").text)


def test_the_code_is_shown_for_an_hour_or_until_it_is_put_away(site: Site) -> None:
    client = site.client()
    tell(client)
    assert 'id="code"' in client.get("/share/thanks").text
    post(client, "/share/done")
    assert client.get("/share/thanks").location == "/contribution"
    tell(client)
    site.clock.pass_by(3601)
    assert client.get("/share/thanks").location == "/contribution"


def test_two_windows_never_overwrite_each_other_unseen(site: Site) -> None:
    client = site.client()
    post(client, "/share", client.get("/share").text, action="next", title="First words")
    one, two = client.get("/share?question=1").text, client.get("/share?question=1").text
    post(client, "/share", one, action="next", title="From one window")
    answer = post(client, "/share", two, action="next", title="From the other")
    assert answer.status_code == 409
    assert "From one window" in answer.text
    assert 'value="From the other"' in answer.text
    assert post(client, "/share", answer.text, action="next", title="Both").status_code == 303
    assert 'value="Both"' in client.get("/share?question=1").text


def test_a_session_that_ended_half_way_loses_nothing(site: Site) -> None:
    client = site.client("member")
    post(client, "/share", client.get("/share").text, action="next", title="Before it ended")
    page = client.get("/share?question=2").text
    client.delete_cookie("fieldbook")
    form = {**hidden(page), "csrf_token": "old", "action": "next", "org_type": "worker_center"}
    answer = client.post("/share", data=form)
    assert answer.status_code == 400
    assert "Nothing is lost" in answer.text
    assert hidden(answer.text)["title"] == "Before it ended"
    post(client, "/share", answer.text, action="next", org_type="worker_center")
    assert 'value="Before it ended"' in client.get("/share?question=1").text


def test_where_an_account_is_needed_nothing_is_lost_on_the_way_to_it(site: Site) -> None:
    client = site.client()
    page = client.get("/share").text
    site.service(Rules).change(site.person("admin"), {"without_account": False})
    answer = post(client, "/share", page, action="next", title="Typed before signing in")
    assert answer.location.startswith("/sign-in?next=")
    assert client.get("/share").location.startswith("/sign-in?next=")
    member = site.person("member")
    post(client, "/sign-in", email="member@example.org", password="seven brown stewards")
    assert "Typed before signing in" in client.get("/share").text
    assert member.id


def test_a_how_to_and_its_tools_are_put_in_beforehand(site: Site) -> None:
    how_to = {"title": "Send a text to a list", "summary": "How.", "steps": "1. Go.", "level": "1_starting",
              "areas": ["mobile_text"],
              "checked_on": "2026-11-01", "checked_against": "Spoke 3", "tools": [{"tool": "Spoke"}]}  # fmt: skip
    slug = site.service(Pages).create(site.person("editor"), "how_to", how_to).slug
    client = site.client()
    assert f'href="/share?about={slug}"' in client.get(f"/wiki/{slug}").text
    page = client.get(f"/share?about={slug}").text
    assert "Send a text to a list" in page
    assert hidden(page)["related"] == "Send a text to a list"
    page = client.get(f"/share?about={slug}&question=all").text
    post(client, "/share", page, action="send", **ANSWERS)
    kept = proposal(site, 1).values
    assert kept["related"] == ["Send a text to a list"]
    assert kept["tools_used"] == [{"tool": "Spoke"}]


def test_a_hidden_page_and_one_that_never_was_cannot_be_linked(site: Site) -> None:
    slug = site.page("Zxhidden members page")
    site.service(Shelves).restrict(site.person("editor"), slug, "members")
    for role in ("reader", "member", "editor"):
        answers = [site.client(role).get(f"/share?about={name}") for name in (slug, "never-was")]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert all("cannot be linked" in answer.text and "Zxhidden" not in answer.text for answer in answers)


def test_a_program_and_blocked_words_are_refused_with_the_text_kept(site: Site) -> None:
    client = site.client()
    page = client.get("/share?question=all").text
    trapped = post(client, "/share", page, action="send", homepage="http://x", **ANSWERS)
    assert trapped.status_code == 422
    assert "Night shift never answered." in trapped.text
    site.service(Rules).change(site.person("admin"), {"blocked_words": "night shift"})
    blocked = post(client, "/share", trapped.text, action="send", **ANSWERS)
    assert blocked.status_code == 422
    assert "not allowed here" in blocked.text
    assert count(site, Proposal) == 0


def test_the_script_keeps_what_is_typed(site: Site) -> None:
    client = site.client()
    page = client.get("/share").text
    kept = post(client, "/share/keep", page, title="As typed")
    assert kept.json["version"] == 1
    assert 'value="As typed"' in client.get("/share?question=1").text


def test_nothing_is_sent_for_another_site(site: Site) -> None:
    client = site.client()
    page = client.get("/share?question=all").text
    answer = client.post("/share", data={**hidden(page), **ANSWERS, "action": "send"})
    assert answer.status_code == 400
    assert count(site, Proposal) + count(site, Entry) == 0
    assert "Night shift never answered." in answer.text


def test_entries_are_forgotten_when_nobody_goes_on(any_site: Site) -> None:
    client = any_site.client()
    post(client, "/share", client.get("/share").text, action="next", title="Left behind")
    any_site.clock.pass_by(15 * 24 * 3600)
    any_site.work()
    assert count(any_site, Entry) == 0
    tell(any_site.client())
    any_site.clock.pass_by(3700)
    any_site.work()
    assert count(any_site, Entry) == 0
    assert count(any_site, Proposal) == 1
