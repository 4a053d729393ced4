"""Freshness through the front door: notices, one click, forms that keep what was typed, and who gets which answer."""

from datetime import date

import pytest
from freshness_pages import how_to
from front_door import Site, token

from wiki.freshness.tasks import Tasks
from wiki.pages.shelves import Shelves
from wiki.rules.model import HouseRules

FROM_ONE_PLACE = HouseRules().from_one_place
ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}
WORD = "The menu is called Safety now"
ROLES = ("reader", "member", "practitioner", "trainer", "editor", "admin")


def flagged(site: Site) -> list[tuple[int, tuple]]:
    return [(job.count, job.notes) for job in site.service(Tasks).listed(site.person("practitioner"), "open").jobs]


def test_one_click_from_the_kept_page_opens_a_task_without_an_account(site: Site) -> None:
    slug, reader = how_to(site), site.client()
    page = reader.get(f"/wiki/{slug}").text
    assert f'action="/wiki/{slug}/mismatch"' in page
    assert "csrf_token" not in page
    answer = reader.post(f"/wiki/{slug}/mismatch", data={"homepage": ""})
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers
    asked = reader.get(answer.location).text
    assert "You are done." in asked
    assert "Step 3" in asked
    assert flagged(site) == [(1, ())]
    answer = reader.post(f"/wiki/{slug}/mismatch", data={"counted": "1", "step": "2", "word": WORD})
    assert "The page says that it may no longer match" in reader.get(answer.location).text
    assert flagged(site) == [(1, ((2, WORD),))]
    page = reader.get(f"/wiki/{slug}").text
    assert "Readers say that this no longer matches their screen" in page
    assert WORD not in page


def test_what_another_site_sends_is_asked_for_again(site: Site) -> None:
    slug, reader = how_to(site), site.client()
    answer = reader.post(f"/wiki/{slug}/mismatch", data={"word": WORD}, headers=ELSEWHERE)
    assert answer.status_code == 200
    assert WORD in answer.text
    assert flagged(site) == []


def test_a_program_in_the_trap_and_a_long_word_are_refused_and_the_word_is_kept(site: Site) -> None:
    slug, reader = how_to(site), site.client()
    for form in ({"word": WORD, "homepage": "http://spam.example"}, {"word": WORD + "!" * 500}):
        answer = reader.post(f"/wiki/{slug}/mismatch", data=form)
        assert answer.status_code == 422
        assert WORD in answer.text
        assert "There is a problem" in answer.text
    assert flagged(site) == []


def test_a_flood_from_one_place_is_slowed_down_with_its_words_kept(site: Site) -> None:
    slug, reader = how_to(site), site.client()
    for _ in range(FROM_ONE_PLACE):
        assert reader.post(f"/wiki/{slug}/mismatch", data={}).status_code == 303
    answer = reader.post(f"/wiki/{slug}/mismatch", data={"word": WORD})
    assert answer.status_code == 429
    assert WORD in answer.text
    assert flagged(site) == [(FROM_ONE_PLACE, ())]


@pytest.mark.parametrize("step", ["-1", "99999", "two", "9" * 50, ""])
def test_a_step_that_is_none_is_left_out(site: Site, step: str) -> None:
    slug = how_to(site)
    assert site.client().post(f"/wiki/{slug}/mismatch", data={"step": step, "word": WORD}).status_code == 303
    assert flagged(site) == [(1, ((0, WORD),))]


def test_a_button_pressed_on_a_page_that_moved_counts_for_it_where_it_is(site: Site) -> None:
    slug = how_to(site)
    site.service(Shelves).move(site.person("editor"), slug, "elsewhere")
    answer = site.client().post(f"/wiki/{slug}/mismatch", data={})
    assert answer.location.startswith("/wiki/elsewhere/mismatch")
    assert flagged(site) == [(1, ())]


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_which_answer_on_a_how_to(site: Site, role: str) -> None:
    slug, client = how_to(site), site.client(role)
    checks = role not in ("reader", "member")
    expected = {"reader": 302, "member": 403}.get(role, 200)
    assert client.get(f"/wiki/{slug}/check").status_code == expected
    assert client.get(f"/wiki/{slug}/mismatch").status_code == 200
    form = {"csrf_token": token(client, "/theme"), "day": "2026-11-23", "against": "5", "signed": "named"}
    answer = client.post(f"/wiki/{slug}/check", data=form)
    assert answer.status_code == (302 if expected != 403 else 403)
    assert ("by" in client.get(f"/wiki/{slug}").text.split("Checked")[1][:60]) == checks


@pytest.mark.parametrize("role", ROLES)
def test_a_hidden_how_to_is_one_that_never_was(site: Site, role: str) -> None:
    slug = how_to(site)
    site.service(Shelves).restrict(site.person("editor"), slug, "held", date(2027, 1, 1))
    client = site.client(role)
    sees = role in ("editor", "admin")
    for path in ("check", "mismatch", "care"):
        for method in (client.get, client.post):
            form = {} if method == client.get else {"data": {"csrf_token": token(client, "/theme"), "do": "show"}}
            status = method(f"/wiki/{slug}/{path}", **form).status_code
            assert (status != 404) == sees, (path, status)


def test_a_wrong_check_keeps_what_was_typed(site: Site) -> None:
    slug, client = how_to(site), site.client("practitioner")
    form = {
        "csrf_token": token(client, "/theme"),
        "day": "2026-11-30",
        "against": "5",
        "word": WORD,
        "signed": "pen_name",
    }
    answer = client.post(f"/wiki/{slug}/check", data=form)
    assert answer.status_code == 422
    for words in ("This day has not come yet", "Write the pen name", WORD, 'value="2026-11-30"'):
        assert words in answer.text


def test_a_task_closed_without_a_reason_keeps_its_form_open(site: Site) -> None:
    slug, client = how_to(site), site.client("practitioner")
    site.client().post(f"/wiki/{slug}/mismatch", data={"word": WORD})
    number = site.service(Tasks).listed(site.person("practitioner"), "open").jobs[0].id
    answer = client.post(f"/tasks/{number}/close", data={"csrf_token": token(client, "/theme"), "reason": " "})
    assert answer.status_code == 422
    assert "Say why this can be closed." in answer.text
    assert "<details open" in answer.text
    assert client.post("/tasks/99999999999/claim", data={"csrf_token": token(client, "/theme")}).status_code == 404


def test_the_work_of_a_practitioner_from_list_to_done(site: Site) -> None:
    slug, client = how_to(site), site.client("practitioner", "Ana")
    site.client().post(f"/wiki/{slug}/mismatch", data={"step": "2", "word": WORD})
    key = token(client, "/theme")
    listed = client.get("/tasks").text
    assert WORD in listed
    assert "Step 2" in listed
    number = site.service(Tasks).listed(site.person("practitioner", "Ana"), "open").jobs[0].id
    assert client.post(f"/tasks/{number}/claim", data={"csrf_token": key}).status_code == 303
    assert "taken up by you" in client.get("/tasks?show=mine").text
    form = {"csrf_token": key, "day": "2026-11-23", "against": "Chatter 5", "signed": "named"}
    assert client.post(f"/wiki/{slug}/check", data=form).location.endswith(f"/wiki/{slug}")
    assert "Nothing waits now." in client.get("/tasks").text
    reader = site.client().get(f"/wiki/{slug}").text
    assert "by Ana" in reader
    assert "against: Chatter 5" in reader


def test_a_case_study_offers_no_check(site: Site) -> None:
    slug = site.page("Plain")
    assert "no longer matches" not in site.client("practitioner").get(f"/wiki/{slug}").text


def test_looking_after_a_page_through_the_door(site: Site) -> None:
    slug, editor, ana = how_to(site), site.client("editor"), site.client("practitioner", "Ana")
    editor.post(f"/wiki/{slug}/care", data={"csrf_token": token(editor, "/theme"), "do": "let_go"})
    assert f'href="/wiki/{slug}/care"' in ana.get(f"/wiki/{slug}").text
    assert slug in ana.get("/tasks?show=pool").text
    ana.post(f"/wiki/{slug}/care", data={"csrf_token": token(ana, "/theme"), "do": "take", "shown": "yes"})
    assert "Looked after by" in site.client().get(f"/wiki/{slug}").text
    late = editor.post(f"/wiki/{slug}/care", data={"csrf_token": token(editor, "/theme"), "do": "take"})
    assert late.status_code == 422
    assert "Somebody looks after this page already." in late.text
