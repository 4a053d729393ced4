"""The hostile walk: every route with every value nobody should send; no failure, no way out, nothing broken."""

import logging
from urllib.parse import urlsplit

import pytest
from front_door import PASSWORD, Site, token
from hostile_walk import ENDS, VALUES, dump, encoded, filled, is_whole, routes, send, share
from matrix_world import case_values
from werkzeug.test import TestResponse

from auth.desk import Desk
from auth.model import SYSTEM, Role
from storage.database import Database
from wiki.kinds.model import Library
from wiki.pages.drafts import Drafts, Writing
from wiki.pages.model import Page
from wiki.pages.service import Pages
from wiki.talk.model import Words
from wiki.talk.service.comments import Comments
from wiki.web.headers import ALWAYS

OWN = {"", "localhost", "127.0.0.1:8000"}
REFUSED = (400, 403)
NEEDS_NO_TOKEN = {
    "freshness.mismatch",  # stands on pages kept for all readers; what other sites send is asked for again
    "watching.unsubscribe_now",  # mail programs press it (RFC 8058); the key in the address is what it takes
    "wanted.told_now",  # likewise
}
PARKED = ("/sign-in?next=/drafts/parked/", "/sign-in?next=/talk/parked/")
NOT_THERE = {"sharing.change_now"}  # somebody's contribution: before any token is looked at, others find nothing there
READERS_NEED_NONE = {"reviews.suggest", "wanted.tell_now"}  # no account, no session to abuse; other sites are refused
RIGHTS = {
    "role": "5", "is_admin": "1", "admin": "true", "id": "999", "owner_id": "1", "author_id": "1", "author": "1",
    "user_id": "1", "account_id": "1", "created": "2001-01-01", "updated": "2001-01-01", "visibility": "held",
    "held_until": "2099-01-01", "state": "archived", "slug": "taken-over", "number": "99", "version": "99",
    "audience": "editors", "also": "public", "kind": "tool", "active": "0", "email": "taken@example.org",
    "password_hash": "x", "handle": "admin", "accepted_by": "1", "meta": "{}",
}  # fmt: skip


def fault(answer: TestResponse) -> str:
    """What is wrong with an answer, whatever was asked; "" for nothing."""
    if answer.status_code >= 500:
        return f"status {answer.status_code}"
    missing = [name for name, value in ALWAYS.items() if answer.headers.get(name) != value]
    if missing or "Cache-Control" not in answer.headers:
        return f"without {missing}"
    if "stolen" in str(answer.headers.getlist("Set-Cookie")):
        return "a header of the sender's"
    where = urlsplit(answer.headers.get("Location", ""))
    if where.netloc not in OWN or where.scheme not in ("", "http") or where.path.startswith("//"):
        return f"leads to {answer.headers['Location']}"
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("role", ["reader", "member", "admin"])
def test_no_value_anywhere_makes_the_server_fail(site: Site, role: str, caplog: pytest.LogCaptureFixture) -> None:
    """Every route meets some of the values, its neighbors the others; most where somebody may do most."""
    caplog.set_level(logging.ERROR, "fieldbook.web")
    known = _known(site)
    client = site.client(role)
    mine = token(client, "/theme")
    wrong = []
    for turn, (method, rule) in enumerate(routes(site)):
        if rule.endpoint in ENDS and role != "reader":
            continue
        inside = [(filled(rule, known), value) for value in share(VALUES, turn, 9 if role == "admin" else 3)]
        lost = [(filled(rule, {}, encoded(value)), value) for value in share(VALUES, turn, 3) if rule.arguments]
        for path, value in (*inside, *lost):
            found = fault(send(client, method, path, value, mine))
            wrong += [f"{method} {path[:80]} with {value[:20]!r}: {found}"] if found else []
    assert not wrong, "\n".join(wrong[:30])
    assert [record.getMessage() for record in caplog.records if "unexpected" in record.getMessage()] == []
    assert is_whole(site)


@pytest.mark.parametrize("value", VALUES)
def test_a_cookie_can_hold_anything(site: Site, value: str) -> None:
    raw = value.replace("\r", "").replace("\n", "").encode("utf-8", "replace").decode("latin-1")
    for cookie in (f"fieldbook={raw}", f"theme={raw}", f"remember_token={raw}", raw, f"={raw};;;"):
        answer = site.app.test_client(use_cookies=False).get("/", headers={"Cookie": cookie})
        assert fault(answer) == "", cookie[:40]
        assert answer.status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "X" * 300])
def test_other_methods_are_refused_in_plain_words(site: Site, method: str) -> None:
    for path in ("/", "/sign-in", f"/wiki/{site.page()}", "/nothing"):
        answer = site.client().open(path, method=method)
        assert fault(answer) == ""
        assert answer.status_code in ((200, 404) if method == "OPTIONS" else (404, 405))


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"--x\r\nContent-Disposition: form-data\r\n\r\n", b"=" * 5000, b"&" * 5000]
)
@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/json",
        "",
    ],
)
def test_a_body_can_be_anything(site: Site, body: bytes, content_type: str) -> None:
    client = site.client("editor")
    for path in ("/new/page", "/drafts/keep/page", "/account", "/sign-in"):
        answer = client.post(
            path, data=body, content_type=content_type, headers={"X-CSRFToken": token(client, "/theme")}
        )
        assert fault(answer) == ""


NEXTS = (
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "http://evil.example",
    "/%09/evil.example",
    "/%5cevil.example", "javascript:alert(1)", "/\t/evil.example", "/\r\nSet-Cookie: stolen=1", " //evil.example",
    "///evil.example", "/.//evil.example", "//evil.example%2f@127.0.0.1", "\x00//evil.example", "http:///evil.example",
    "/\u2028/evil.example", "／／evil.example", "?next=//evil.example", "//", "/\\/evil.example", "data:text/html,x",
)  # fmt: skip


@pytest.mark.parametrize("goal", NEXTS)
def test_no_address_given_along_leads_away(site: Site, goal: str) -> None:
    client = site.client()
    mine = token(client)
    form = {"csrf_token": mine, "email": "member@example.org", "password": PASSWORD, "next": goal, "theme": "dark"}
    site.person("member")
    answers = [client.post("/theme", data=form), client.post(f"/theme?next={encoded(goal)}", data=form | {"next": ""})]
    answers += [client.post("/sign-in", data=form)]
    answers += [client.get(f"/sign-in?next={encoded(goal)}"), client.get(f"/join?next={encoded(goal)}")]
    for answer in answers:
        assert fault(answer) == ""
        assert answer.status_code in (302, 303)
        assert "evil" not in urlsplit(answer.location).netloc


def test_looking_changes_nothing(site: Site) -> None:
    """Twice every address as admin; a second look shows whether the first one left something."""
    known = _known(site)
    client = site.client("admin")
    before = dump(site)
    for _ in range(2):
        for method, rule in routes(site):
            if method == "GET":
                client.get(filled(rule, known), headers={"Referer": "http://localhost/"})
    assert dump(site) == before


@pytest.mark.parametrize("role", ["member", "admin"])
def test_nothing_is_done_without_the_sessions_own_token(site: Site, role: str) -> None:
    known = _known(site)
    client, other = site.client(role), site.client("trainer")
    before = dump(site)
    for sent in ({}, {"csrf_token": ""}, {"csrf_token": "never-was"}, {"csrf_token": token(other, "/theme")}):
        for method, rule in routes(site):
            if method != "GET" and rule.endpoint not in NEEDS_NO_TOKEN | NOT_THERE:
                answer = client.post(filled(rule, known), data=sent | {"theme": "dark", "action": "save", "title": "X"})
                assert answer.status_code in REFUSED, rule.rule
                assert "Set-Cookie" not in answer.headers or "theme=" not in answer.headers["Set-Cookie"], rule.rule
    assert dump(site) == before
    assert client.get("/account").status_code == 200, "still signed in"


def test_a_reader_without_a_token_is_refused_or_sent_to_sign_in(site: Site) -> None:
    """Writing forms keep the words of an ended session aside; everything else stays as it is."""
    known = _known(site)
    before = dump(site, "draft")
    for method, rule in routes(site):
        if method != "GET" and rule.endpoint not in NEEDS_NO_TOKEN | READERS_NEED_NONE | NOT_THERE:
            answer = site.client().post(filled(rule, known), data={"title": "X", "action": "save"})
            assert answer.status_code in (*REFUSED, 302), rule.rule
            assert answer.status_code != 302 or answer.location.startswith(PARKED), rule.rule
    assert dump(site, "draft") == before


def test_another_sites_form_cannot_even_leave_a_draft(site: Site) -> None:
    before = dump(site)
    for path in ("/new/page", f"/wiki/{site.page()}/edit"):
        before = dump(site)
        answer = site.client().post(path, data={"title": "X"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert dump(site) == before


@pytest.mark.parametrize("role", ["practitioner", "editor"])
def test_a_page_form_sets_only_what_it_asks_for(site: Site, role: str) -> None:
    slug = site.page(by="admin")
    client = site.client(role)
    before = _row(site, slug)
    form = {
        "title": "Texting members before a vote",
        "summary": "New words.",
        "body": "New.",
        "base": "1",
        "action": "save",
    }
    answer = client.post(f"/wiki/{slug}/edit", data=RIGHTS | form | {"csrf_token": token(client, "/theme")})
    assert answer.location == f"/wiki/{slug}"
    after = _row(site, slug)
    moved = {name for name in before if before[name] != after[name]}
    assert moved == {"summary", "number", "version", "updated"}
    assert (after["number"], after["kind"]) == (2, "page")


def test_a_new_page_belongs_to_its_writer_whatever_the_form_says(site: Site) -> None:
    client = site.client("practitioner")
    form = {"title": "All mine", "summary": "Words.", "body": "Words.", "action": "save", "base": "0"}
    rights = {name: value for name, value in RIGHTS.items() if name not in ("visibility", "held_until")}  # it asks
    answer = client.post("/new/page", data=rights | form | {"csrf_token": token(client, "/theme")})
    row = _row(site, answer.location.removeprefix("/wiki/"))
    assert row["slug"] == "all-mine"
    assert row["owner_id"] == site.person("practitioner").id
    assert (row["state"], row["visibility"], row["audience"], row["number"]) == ("published", "public", "public", 1)


def test_a_member_cannot_publish_by_saying_so(site: Site) -> None:
    client = site.client("member")
    form = {
        "title": "Straight out",
        "summary": "W.",
        "body": "W.",
        "action": "publish",
        "published": "1",
        "state": "published",
    }
    answer = client.post("/new/page", data=RIGHTS | form | {"csrf_token": token(client, "/theme")})
    assert site.client().get(answer.location).status_code == 404


def test_account_forms_set_only_what_they_ask_for(site: Site) -> None:
    member = site.person("member")
    client = site.client("member")
    before = site.service(Desk).roster.by_email(SYSTEM, "member@example.org")
    answer = client.post("/account", data=RIGHTS | {"name": "Member", "csrf_token": token(client, "/theme")})
    assert answer.status_code == 303
    after = site.service(Desk).roster.by_email(SYSTEM, "member@example.org")
    assert before is not None
    assert after is not None
    assert (after.id, after.role, after.active, after.created) == (member.id, int(Role.MEMBER), True, before.created)
    assert (after.password_hash, after.handle) == (before.password_hash, before.handle)


def test_joining_never_gives_a_role(site: Site) -> None:
    site.person("admin")
    client = site.client()
    form = RIGHTS | {
        "name": "Newcomer",
        "email": "new@example.org",
        "password": PASSWORD,
        "csrf_token": token(client, "/join"),
    }
    client.post("/join", data=form)
    made = site.service(Desk).roster.by_email(SYSTEM, "new@example.org")
    assert made is not None
    assert (made.role, made.handle, made.id != 999) == (int(Role.MEMBER), "newcomer", True)


def test_two_numbers_in_one_address_belong_together(site: Site) -> None:
    """A version of one page is not reached through another page."""
    one, two = site.page("One"), site.page("Two")
    editor = site.person("editor")
    site.service(Pages).save(editor, two, 1, {"title": "Two", "summary": "S.", "body": "Second."})
    client = site.client("editor")
    for path in (f"/wiki/{one}/history/2", f"/wiki/{one}/diff?from=1&to=2"):
        assert client.get(path).status_code == 404
    answer = client.post(f"/wiki/{one}/history/2/restore", data={"csrf_token": token(client, "/theme")})
    assert answer.status_code == 404


def _known(site: Site) -> dict[str, str]:
    """Arguments with which every route reaches something real."""
    area = next(iter(site.service(Library).vocabularies["areas"].terms))
    slug = site.service(Pages).create(site.person("editor"), "case_study", case_values("walk") | {"areas": [area]}).slug
    site.service(Pages).save(site.person("member"), slug, 1, case_values("walked") | {"areas": [area]})
    draft = site.service(Drafts).keep(site.person("admin"), Writing("page", {"title": ["Kept"]}, key="k"))
    somebody = site.person("member", "Somebody")
    site.service(Comments).add(site.person("member"), slug, Words("Is that so?"))
    site.work()
    return {
        "slug": slug, "number": "1", "kind": "page", "handle": "member", "account_id": str(somebody.id),
        "vocabulary": "org_type", "term": "worker_center", "token": f"never-was-{draft.id}",
    }  # fmt: skip


def _row(site: Site, slug: str) -> dict[str, object]:
    with site.service(Database).read() as session:
        page = session.query(Page).filter_by(slug=slug).one()
        return {column.name: getattr(page, column.name) for column in Page.__table__.columns}
