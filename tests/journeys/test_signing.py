"""Signing through the front door: asked in the form, kept in drafts, warned of one's own name, changed later."""

from flask.testing import FlaskClient
from front_door import Site, token
from werkzeug.test import TestResponse

WORDS = {"title": "Texting members", "summary": "A page.", "body": "Plain words."}


def send(client: FlaskClient, path: str, **form: object) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), "action": "save", **form})


def test_a_pen_name_is_asked_kept_in_the_draft_and_shown_alone(site: Site) -> None:
    client = site.client("practitioner", "Ana Lopez")
    assert 'value="named" id="f-signed" checked' in client.get("/new/page").text
    typed = {**WORDS, "signed": "pen_name", "signed_as": "Night Heron", "draft": "k1", "action": "draft"}
    assert send(client, "/new/page", **typed).status_code == 302
    draft = client.get("/drafts").text.split('href="/drafts/', 1)[1].split('"', 1)[0]
    form = client.get(f"/drafts/{draft}", follow_redirects=True).text
    assert 'value="Night Heron"' in form
    assert send(client, "/new/page", **{**typed, "action": "save"}).location == "/wiki/texting-members"
    for path in ("/wiki/texting-members", "/wiki/texting-members/history", "/changes"):
        shown = site.client().get(path).text
        assert "Night Heron" in shown, path
        assert "Ana" not in shown, path
        assert "/people/" not in shown, path
    assert 'value="pen_name" id="f-signed-2" checked' in client.get("/new/page").text


def test_a_pen_name_that_is_somebody_elses_name_is_refused_with_the_words_in_the_form(site: Site) -> None:
    site.person("member", "Bea Ruiz")
    client = site.client("practitioner", "Ana Lopez")
    answer = send(client, "/new/page", **WORDS, signed="pen_name", signed_as="bea ruiz")
    assert answer.status_code == 422
    assert "Somebody here goes by this name" in answer.text
    assert "Plain words." in answer.text


def test_whoever_withholds_their_name_is_told_once_that_their_words_tell_it(site: Site) -> None:
    client = site.client("practitioner", "Ana Lopez")
    words = {**WORDS, "title": "How Ana Lopez texts", "signed": "withheld"}
    answer = send(client, "/new/page", **words)
    assert answer.status_code == 422
    assert "your name, Ana Lopez, stands in this text" in answer.text
    assert 'name="name_seen" value="1"' in answer.text
    assert send(client, "/new/page", **words, name_seen="1").location == "/wiki/how-ana-lopez-texts"


def test_a_choice_outlives_a_conflict(site: Site) -> None:
    slug = site.page("Texting members")
    ana, bea = site.client("practitioner", "Ana Lopez"), site.client("practitioner", "Bea Ruiz")
    send(bea, f"/wiki/{slug}/edit", **{**WORDS, "body": "Their words."}, base="1")
    mine = {**WORDS, "body": "My words.", "base": "1", "signed": "withheld"}
    answer = send(ana, f"/wiki/{slug}/edit", **mine)
    assert answer.status_code == 409
    assert 'name="signed" value="withheld"' in answer.text


def test_what_was_signed_by_name_is_signed_anew_on_the_list_of_ones_own(site: Site) -> None:
    client = site.client("practitioner", "Ana Lopez")
    send(client, "/new/page", **WORDS, signed="named")
    assert "Texting members" in site.client().get("/people/ana-lopez").text
    assert client.post("/contributions", data={"csrf_token": token(client, "/theme")}).status_code == 422
    form = {"pages": "texting-members", "signed": "withheld"}
    answer = client.post("/contributions", data={"csrf_token": token(client, "/theme"), **form})
    assert answer.status_code == 303
    assert "Texting members" not in site.client().get("/people/ana-lopez").text
    assert "Ana Lopez" not in site.client().get("/wiki/texting-members/history").text
    assert "1 without a name" in client.get("/contributions").text


def test_who_sees_a_new_page_is_asked_of_those_who_publish(site: Site) -> None:
    client = site.client("practitioner")
    assert 'name="visibility"' not in site.client("member").get("/new/page").text
    assert 'name="visibility"' in client.get("/new/page").text
    for day, problem in (("", "Give the date"), ("someday", "year, month and day")):
        answer = send(client, "/new/page", **WORDS, visibility="held", held_until=day)
        assert answer.status_code == 422
        assert problem in answer.text
    assert send(client, "/new/page", **WORDS, visibility="members").status_code == 302
    assert "For members only" in client.get("/wiki/texting-members").text
    assert site.client().get("/wiki/texting-members").status_code == 404
