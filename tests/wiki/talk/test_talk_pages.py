"""Talk through the front door: what people meet from the first comment to the last, whatever comes in between."""

import html
import re

import pytest
from flask.testing import FlaskClient
from front_door import PASSWORD, Site, token
from talk_place import row
from werkzeug.test import TestResponse

from auth.model import Account
from storage.database import Database
from wiki.rules.service import Rules
from wiki.talk.model import LONGEST, Signature, Words
from wiki.talk.service.comments import Comments
from wiki.watching.service import Watching

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) @editor<b onclick=x>",
    "![a](//evil.example/x.png) <a name=main id=main>t</a> <form action=/sign-out><button>go</button></form>",
    '@editor"><script>alert(1)</script> [[a" onmouseover="x|@editor]] `@editor`',
)


def send(client: FlaskClient, path: str, **form: str) -> TestResponse:
    return client.post(path, data={"csrf_token": token(client, "/theme"), **form})


def write(client: FlaskClient, slug: str, text: str, **more: str) -> TestResponse:
    form = {"text": text, "key": str(len(text)) + text[:20], **more}
    return client.post(f"/wiki/{slug}/talk", data={"csrf_token": token(client, f"/wiki/{slug}/talk"), **form})


def typed(answer: TestResponse) -> str:
    """What stands in the text box."""
    return html.unescape(re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)[1])  # type: ignore[index]


def test_from_the_first_comment_to_the_resolved_thread(site: Site) -> None:
    slug = site.page(by="editor", sources=[{"title": "A report"}])
    reader, member, editor = site.client(), site.client("member", "Ana"), site.client("editor")
    assert f"/wiki/{slug}/talk" in reader.get(f"/wiki/{slug}").text
    assert 'name="csrf_token"' not in reader.get(f"/wiki/{slug}").text
    section = member.get(f"/wiki/{slug}").text
    assert f'href="/wiki/{slug}/talk?section=sources"' in section
    answer = write(member, slug, "Is **page 3** right, @editor and @nobody?", section="sources")
    place = member.get(answer.location)
    assert place.location.endswith("#c-1")
    shown = member.get(place.location).text
    assert "when a reviewer has seen it" in shown
    assert "stay plain text: @nobody" in shown
    assert "page 3" not in reader.get(f"/wiki/{slug}/talk").text
    assert "page 3" in editor.get("/talk/held").text
    assert send(editor, f"/wiki/{slug}/talk/1/show", back="held").location == "/talk/held"
    assert "page 3" in reader.get(f"/wiki/{slug}").text
    assert "1 comment <" in reader.get(f"/wiki/{slug}").text  # beside the heading
    assert write(editor, slug, "It is.").status_code == 302
    assert send(editor, f"/wiki/{slug}/talk/1/reply", text="Yes.", key="r").status_code == 302
    assert "Resolved by Editor" in editor.get(send(editor, f"/wiki/{slug}/talk/1/resolve").location,
                                              follow_redirects=True).text  # fmt: skip
    assert (
        "Somebody has just marked this"
        in member.get(send(member, f"/wiki/{slug}/talk/1/resolve").location, follow_redirects=True).text
    )
    send(member, f"/wiki/{slug}/talk/1/withdraw")
    left = reader.get(f"/wiki/{slug}/talk").text
    assert "page 3" not in left
    assert "Withdrawn by its writer." in left


@pytest.mark.parametrize(("text", "status"), [("", 422), ("x" * (LONGEST + 1), 422), ("y" * LONGEST, 302)])
def test_what_is_wrong_comes_back_with_every_word(site: Site, text: str, status: int) -> None:
    client, slug = site.client("editor"), site.page()
    answer = write(client, slug, text, signed="withheld")
    assert answer.status_code == status
    if status == 422:
        assert typed(answer) == text
        assert "<title>Error:" in answer.text
        assert re.search(r'value="withheld"[^>]*checked', answer.text)


def test_an_old_form_a_program_and_a_flood_lose_no_words(site: Site) -> None:
    client, slug = site.client("editor"), site.page()
    forged = client.post(f"/wiki/{slug}/talk", data={"text": "Typed for an hour."})
    assert (forged.status_code, typed(forged)) == (400, "Typed for an hour.")
    trapped = write(client, slug, "Buy now.", homepage="http://evil.example")
    assert (trapped.status_code, typed(trapped)) == (422, "Buy now.")
    site.service(Rules).change(site.person("admin"), {"blocked_words": "cheap pills"})
    blocked = write(client, slug, "Have some Cheap Pills.")
    assert (blocked.status_code, typed(blocked)) == (422, "Have some Cheap Pills.")
    for number in range(70):
        answer = write(client, slug, f"Number {number}.")
        if answer.status_code != 302:
            break
    assert (answer.status_code, typed(answer)) == (429, f"Number {number}.")


@pytest.mark.parametrize("act", ["add", "reply", "edit"])
def test_words_typed_into_an_ended_session_are_in_the_form_after_signing_in(site: Site, act: str) -> None:
    client, slug = site.client("editor"), site.page()
    write(client, slug, "First.")
    path = f"/wiki/{slug}/talk" + ("" if act == "add" else f"/1/{act}")
    send(client, "/sign-out")
    parked = client.post(path, data={"text": "Written for long.", "signed": "pen_name", "signed_as": "Quill"})
    assert parked.status_code == 302
    page = client.get(parked.location)
    assert "Your text is safe" in page.text
    where = html.unescape(re.search(r'name="next"[^>]*value="([^"]*)"', page.text)[1])  # type: ignore[index]
    form = {"email": "editor@example.org", "password": PASSWORD, "next": where, "csrf_token": token(client)}
    again = client.get(client.post("/sign-in", data=form).location)
    assert typed(again) == "Written for long."
    assert 'value="Quill"' in again.text
    assert f'action="{path}"' in again.text
    assert client.get("/drafts/parked/" + where.rsplit("/", 1)[-1]).status_code == 404
    other = site.client("member", "Other")
    assert other.get("/talk/parked/never-was").status_code == 404


def test_a_preview_sends_nothing_and_says_whom_it_mentions_in_vain(site: Site) -> None:
    client, slug = site.client("editor"), site.page()
    answer = write(client, slug, "Some **bold** for @editor and @nobody.", action="preview")
    assert answer.status_code == 200
    assert "<strong>bold</strong>" in answer.text
    assert 'href="/people/editor"' in answer.text
    assert "stay plain text: @nobody" in answer.text
    assert typed(answer).startswith("Some **bold**")
    assert "Nobody has said anything yet" in site.client().get(f"/wiki/{slug}/talk").text


def test_an_answer_to_what_was_withdrawn_meanwhile_can_be_sent_by_itself(site: Site) -> None:
    ana, ben, slug = site.client("practitioner", "Ana"), site.client("practitioner", "Ben"), site.page()
    write(ana, slug, "Soon gone.")
    assert ben.get(f"/wiki/{slug}/talk/1/reply").status_code == 200
    send(ana, f"/wiki/{slug}/talk/1/withdraw")
    answer = send(ben, f"/wiki/{slug}/talk/1/reply", text="A long answer.", key="a")
    assert (answer.status_code, typed(answer)) == (422, "A long answer.")
    assert f'action="/wiki/{slug}/talk"' in answer.text
    assert "Soon gone" not in answer.text
    assert ben.get(f"/wiki/{slug}/talk/1/reply").status_code == 404


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(site: Site, text: str) -> None:
    client, slug = site.client("editor"), site.page()
    write(client, slug, text)
    for path in (f"/wiki/{slug}", f"/wiki/{slug}/talk", f"/wiki/{slug}/talk/1/reply", f"/wiki/{slug}/talk/1/hide"):
        shown = client.get(path).text
        prose = re.split(r'<ul class="acts"|</article>|</blockquote>', shown.split('<div class="prose">')[-1])[0]
        assert not re.search(r"<(script|img|form|button)|<[^>]* on\w+=|javascript:[^<]*\"|id=\"main\"", prose), prose


def test_two_numbers_and_strange_numbers_reach_nothing(site: Site) -> None:
    client, here, there = site.client("editor"), site.page("Here"), site.page("There")
    write(client, there, "Elsewhere.")
    for number in ("1", "0", str(2**31), "9" * 40):
        for act in ("", "/reply", "/edit", "/withdraw", "/hide"):
            assert client.get(f"/wiki/{here}/talk/{number}{act}").status_code == 404
        for act in ("resolve", "reopen", "show", "hide", "withdraw", "reply", "edit"):
            assert send(client, f"/wiki/{here}/talk/{number}/{act}", text="x", reason="y").status_code == 404
    for query in ("page=0", "page=-5", "page=x", f"page={10**30}", "section=%00", "section=' OR 1=1", "at=x"):
        assert client.get(f"/wiki/{there}/talk?{query}").status_code == 200, query
    assert client.get(f"/wiki/{there}/talk?thread={10**30}").status_code == 404


def test_a_page_kept_for_readers_follows_what_is_said(site: Site) -> None:
    reader, editor, slug = site.client(), site.client("editor"), site.page()
    site.work()  # while the index is away nothing is kept
    before = reader.get(f"/wiki/{slug}").headers["ETag"]
    write(editor, slug, "New words.")
    after = reader.get(f"/wiki/{slug}")
    assert "New words." in after.text
    assert after.headers["ETag"] != before
    assert (
        after.headers["Cache-Control"]
        == reader.get(f"/wiki/{slug}/talk").headers["Cache-Control"]
        == "public, no-cache"
    )


def test_an_old_address_leads_on_to_the_comments(site: Site) -> None:
    editor, slug = site.client("editor"), site.page()
    write(editor, slug, "Moves along.")
    send(editor, f"/wiki/{slug}/move", address="newer")
    answer = site.client().get(f"/wiki/{slug}/talk")
    assert (answer.status_code, answer.location) == (301, "/wiki/newer/talk")
    assert "Moves along." in site.client().get("/wiki/newer/talk").text


def test_an_account_that_is_closed_leaves_its_words_and_no_way_to_it(site: Site) -> None:
    slug, ana = site.page(), site.person("practitioner", "Ana")
    write(site.client("practitioner", "Ana"), slug, "Mine.")
    with site.service(Database).write() as session:
        session.get_one(Account, ana.id).active = False
    text = site.client().get(f"/wiki/{slug}/talk").text
    assert "<b>Ana</b>" in text
    assert "/people/ana" not in text
    assert row(site, 1).author_id == ana.id


def test_whoever_watches_is_told_by_which_name_somebody_commented(site: Site) -> None:
    slug, ana = site.page(), site.person("member", "Ana")
    site.service(Watching).start(ana, "page", slug)
    site.work()
    comments, trainer = site.service(Comments), site.person("trainer", "Tomás")
    for signature in (Signature(), Signature("pen_name", "Nightjar"), Signature("withheld")):
        comments.add(trainer, slug, Words("Who tried this?", signature=signature, key=signature.signed))
    site.work()
    inbox = site.client("member", "Ana").get("/inbox").text
    assert "Tomás commented" in inbox
    assert "Nightjar commented" in inbox
    assert inbox.count("commented") == 3
    assert inbox.count("Tomás") == 1
