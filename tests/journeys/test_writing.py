"""Writing through the front door: publish, merge, conflict, review, ended sessions; nothing typed is ever lost."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from front_door import Site, token
from werkzeug.test import TestResponse

PAGE = {"title": "Texting before a vote", "summary": "One text.", "body": "First.\n\nSecond.\n\nThird."}


def save(client: FlaskClient, where: str, **form: str) -> TestResponse:
    """Post a writing form as a browser would, with a token of this session."""
    return client.post(where, data={"csrf_token": token(client, "/theme"), "action": "save", **form})


@pytest.fixture
def editor(any_site: Site) -> FlaskClient:
    return any_site.client("editor")


def test_a_practitioner_publishes_at_once_and_everyone_reads(any_site: Site) -> None:
    client = any_site.client("practitioner")
    answer = save(client, "/new/page", **PAGE)
    assert answer.status_code in (302, 303)
    assert "Second." in any_site.client().get(answer.location).text


def test_two_writers_in_different_paragraphs_are_merged(any_site: Site, editor: FlaskClient) -> None:
    slug = any_site.page(**PAGE)
    other = any_site.client("trainer")
    save(other, f"/wiki/{slug}/edit", **PAGE | {"body": "First, mended.\n\nSecond.\n\nThird."}, base="1")
    answer = save(editor, f"/wiki/{slug}/edit", **PAGE | {"body": "First.\n\nSecond.\n\nThird, mended."}, base="1")
    assert answer.status_code in (302, 303)
    text = editor.get(f"/wiki/{slug}").text
    assert "First, mended." in text
    assert "Third, mended." in text
    assert "together with what someone else changed" in text


def test_two_writers_in_one_paragraph_get_both_texts_and_go_on(any_site: Site, editor: FlaskClient) -> None:
    slug = any_site.page(**PAGE)
    other = any_site.client("trainer")
    save(other, f"/wiki/{slug}/edit", **PAGE | {"body": "Theirs.\n\nSecond.\n\nThird."}, base="1")
    answer = save(editor, f"/wiki/{slug}/edit", **PAGE | {"body": "Mine.\n\nSecond.\n\nThird."}, base="1")
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert "Mine." in answer.text
    assert 'name="base" value="2"' in answer.text
    again = save(editor, f"/wiki/{slug}/edit", **PAGE | {"body": "Mine and theirs.\n\nSecond.\n\nThird."}, base="2")
    assert again.status_code == 302
    assert "Mine and theirs." in editor.get(f"/wiki/{slug}").text


def test_keeping_theirs_after_a_conflict(any_site: Site, editor: FlaskClient) -> None:
    slug = any_site.page(**PAGE)
    save(any_site.client("trainer"), f"/wiki/{slug}/edit", **PAGE | {"body": "Theirs."}, base="1")
    mended = PAGE | {"body": "Mine.", "summary": "Mine too."}
    save(editor, f"/wiki/{slug}/edit", **mended, base="2", keep_theirs="body")
    text = editor.get(f"/wiki/{slug}").text
    assert "Theirs." in text
    assert "Mine too." in text


def test_a_form_with_errors_keeps_every_word(any_site: Site, editor: FlaskClient) -> None:
    answer = save(editor, "/new/page", **PAGE | {"title": ""})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "Error: " in answer.text.split("<title>")[1]
    assert 'href="#f-title"' in answer.text
    assert "Second." in answer.text


def test_an_ended_session_keeps_the_text_and_signing_in_brings_it_back(any_site: Site) -> None:
    slug = any_site.page(**PAGE)
    client = any_site.client("editor")
    form = PAGE | {"body": "Written for an hour.", "base": "1", "csrf_token": token(client, f"/wiki/{slug}/edit")}
    client.delete_cookie("fieldbook")
    answer = client.post(f"/wiki/{slug}/edit", data=form | {"action": "save"})
    assert answer.status_code in (302, 303)
    way = answer.location
    page = client.get(way).text
    assert "Your text is safe" in page
    sent = {"email": "editor@example.org", "password": "seven brown stewards", "csrf_token": token(client, way)}
    sent["next"] = re.search(r'name="next" value="([^"]+)"', page)[1]
    back = client.post("/sign-in", data=sent, follow_redirects=True)
    assert back.status_code == 200
    assert "Written for an hour." in back.text
    assert 'name="base" value="1"' in back.text


def test_an_old_form_token_never_discards_the_text(any_site: Site, editor: FlaskClient) -> None:
    answer = editor.post("/new/page", data=PAGE | {"csrf_token": "stale", "action": "save"})
    assert answer.status_code == 400
    assert "Second." in answer.text
    assert "press Save once more" in answer.text


def test_a_member_submits_and_an_editor_accepts(any_site: Site, editor: FlaskClient) -> None:
    member = any_site.client("member")
    answer = save(member, "/new/page", **PAGE)
    assert answer.status_code in (302, 303)
    assert any_site.client().get(answer.location).status_code == 404
    assert "waits for someone who reviews" in member.get(answer.location).text
    case = re.search(r'href="(/review/\d+)"', editor.get("/review").text)[1]
    assert "Second." in editor.get(case).text
    save(editor, f"{case}/accept")
    text = any_site.client().get(answer.location).text
    assert "Second." in text
    assert "by Member" in text
    assert "Reviewed by Editor" in text


def test_a_returned_change_comes_back_with_the_comment_and_every_word(any_site: Site, editor: FlaskClient) -> None:
    slug = any_site.page(**PAGE)
    member = any_site.client("member")
    save(member, f"/wiki/{slug}/edit", **PAGE | {"body": "A member's words."}, base="1", note="Said it plainer")
    case = re.search(r'href="(/review/\d+)"', editor.get("/review").text)[1]
    assert save(editor, f"{case}/return", answer="").status_code == 422
    assert save(editor, f"{case}/return", answer="Say where this is from.").status_code == 302
    page = member.get("/drafts").text
    assert "Say where this is from." in page
    form = member.get(re.search(r'href="(/drafts/returned/\d+)"', page)[1]).text
    assert "A member&#39;s words." in form
    assert f'action="/wiki/{slug}/edit"' in form


def test_drafts_are_kept_and_seen_by_nobody_else(any_site: Site, editor: FlaskClient) -> None:
    kept = editor.post(
        "/drafts/keep/page", data=PAGE | {"draft": "k1"}, headers={"X-CSRFToken": token(editor, "/theme")}
    )
    assert kept.json["words"].startswith("Draft saved at")
    number = re.search(r'href="(/drafts/\d+)"', editor.get("/drafts").text)[1]
    assert "Second." in editor.get(number, follow_redirects=True).text
    assert any_site.client("admin").get(number).status_code == 404
    save(editor, "/new/page", **PAGE, draft="k1")
    assert "There is nothing now" in editor.get("/drafts").text


def test_history_compares_and_brings_back(any_site: Site, editor: FlaskClient) -> None:
    slug = any_site.page(**PAGE)
    save(editor, f"/wiki/{slug}/edit", **PAGE | {"body": "All new."}, base="1", note="Began again")
    assert "Began again" in editor.get(f"/wiki/{slug}/history").text
    assert "<ins>" in editor.get(f"/wiki/{slug}/diff?from=1&to=2").text
    assert "Second." in editor.get(f"/wiki/{slug}/history/1").text
    save(editor, f"/wiki/{slug}/history/1/restore")
    assert "Second." in editor.get(f"/wiki/{slug}").text
    assert "3 versions" in editor.get(f"/wiki/{slug}/history").text


def test_a_moved_page_is_found_by_every_address_it_had(any_site: Site, editor: FlaskClient) -> None:
    slug = any_site.page(**PAGE)
    save(editor, f"/wiki/{slug}/move", address="Texts that work")
    answer = any_site.client().get(f"/wiki/{slug}")
    assert answer.status_code == 301
    assert answer.location == "/wiki/texts-that-work"


def test_an_archived_page_is_gone_for_readers_and_comes_back(any_site: Site, editor: FlaskClient) -> None:
    slug = any_site.page(**PAGE)
    save(editor, f"/wiki/{slug}/archive")
    assert any_site.client("trainer").get(f"/wiki/{slug}").status_code == 404
    assert "archived" in editor.get(f"/wiki/{slug}").text
    save(editor, f"/wiki/{slug}/archive")
    assert any_site.client().get(f"/wiki/{slug}").status_code == 200


def test_links_know_what_is_written(any_site: Site, editor: FlaskClient) -> None:
    slug = any_site.page(**PAGE | {"body": "See [[Phone banks]]."})
    assert 'class="missing"' in editor.get(f"/wiki/{slug}").text
    other = any_site.page("Phone banks")
    text = editor.get(f"/wiki/{slug}").text
    assert 'class="missing"' not in text
    assert f'href="/wiki/{other}"' in text
    assert PAGE["title"] in editor.get(f"/wiki/{other}/links").text


def test_events_are_published_by_trainers(any_site: Site) -> None:
    event = {"title": "A day of training", "starts": "2027-02-13", "ends": "2027-02-13"}
    sent = save(any_site.client("practitioner"), "/new/event", **event)
    assert any_site.client().get(sent.location).status_code == 404
    published = save(any_site.client("trainer"), "/new/event", **event)
    assert any_site.client().get(published.location).status_code == 200


def test_history_goes_by_number_even_when_the_clock_goes_back(any_site: Site, editor: FlaskClient) -> None:
    slug = any_site.page(**PAGE)
    any_site.clock.now -= timedelta(days=1)
    save(editor, f"/wiki/{slug}/edit", **PAGE | {"body": "Said yesterday, by a clock that was wrong."}, base="1")
    assert "Said yesterday" in editor.get(f"/wiki/{slug}").text
    numbers = re.findall(rf'href="/wiki/{slug}/history/(\d+)"', editor.get(f"/wiki/{slug}/history").text)
    assert numbers == ["2", "1"]
