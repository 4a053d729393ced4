"""The pages of this room over HTTP, with the real templates."""

import re

import pytest
from auth_place import PASSWORD, Place, build_app, enter, whoami
from flask import Flask
from flask.testing import FlaskClient

from auth.model import SYSTEM, JoinMode, Role

NEW = "another long phrase"


def test_signing_in_leads_back_to_where_one_was(place: Place, client: FlaskClient) -> None:
    place.person("ana")
    page = client.get("/sign-in?next=/wiki/strike-fund/edit")
    assert 'value="/wiki/strike-fund/edit"' in page.text
    answer = client.post(
        "/sign-in", data={"email": "ana@example.org", "password": PASSWORD, "next": "/wiki/strike-fund/edit"}
    )
    assert (answer.status_code, answer.location) == (303, "/wiki/strike-fund/edit")
    assert whoami(client) == "Ana"
    assert client.get("/sign-in?next=//evil.example").location == "/"


@pytest.mark.parametrize("goal", ["//evil.example", "https://evil.example", "/\\evil.example", "/%09/evil.example"])
def test_signing_in_never_leads_elsewhere(place: Place, client: FlaskClient, goal: str) -> None:
    place.person("ana")
    answer = client.post("/sign-in", data={"email": "ana@example.org", "password": PASSWORD, "next": goal})
    assert answer.location == "/"


def test_known_and_unknown_look_the_same(place: Place, client: FlaskClient) -> None:
    place.person("ana")
    pages = []
    for email in ("ana@example.org", "bob@example.org"):
        page = client.post("/sign-in", data={"email": email, "password": "wrong wrong wrong"})
        assert page.status_code == 422
        assert "wrong wrong" not in page.text
        assert f'value="{email}"' in page.text
        pages.append(page.text.replace(email, "X"))
    assert pages[0] == pages[1]


def test_too_many_tries_say_when_and_keep_what_was_typed(place: Place, client: FlaskClient) -> None:
    place.person("ana")
    for _ in range(10):
        client.post("/sign-in", data={"email": "ana@example.org", "password": "wrong"})
    page = client.post("/sign-in", data={"email": "ana@example.org", "password": PASSWORD})
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "900"
    assert "Wait 15 minutes" in page.text
    assert 'value="ana@example.org"' in page.text


def test_an_address_alone_signs_nobody_out(place: Place, client: FlaskClient) -> None:
    place.person("ana")
    enter(client, "ana")
    assert "Sign out" in client.get("/sign-out").text
    assert whoami(client) == "Ana"
    assert client.post("/sign-out").location == "/"
    assert whoami(client) == "nobody"


def test_joining(place: Place, client: FlaskClient) -> None:
    form = {"name": "Ana", "email": "ana@example.org", "password": "short", "org_type": "local", "next": "/wiki/x"}
    page = client.post("/join", data=form)
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert 'href="#f-password"' in page.text
    assert 'value="Ana"' in page.text
    assert '<option value="local" selected' in page.text
    assert 'value="short"' not in page.text
    answer = client.post("/join", data=form | {"password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/wiki/x")
    assert whoami(client) == "Ana"
    assert client.get("/join").location == "/"


def test_fields_nobody_asked_for_change_nothing(place: Place, client: FlaskClient) -> None:
    extra = {"role": "5", "is_admin": "1", "id": "999", "active": "0", "handle": "root", "created": "1999-01-01",
             "password_hash": "x", "account_id": "1", "user_id": "1"}  # fmt: skip
    chief = place.person("chief", Role.ADMIN)
    client.post("/join", data={"name": "Ana", "email": "ana@example.org", "password": PASSWORD} | extra)
    client.post("/account", data={"name": "Ana B", "email": "evil@example.org"} | extra)
    client.post("/account/password", data={"old_password": PASSWORD, "new_password": NEW} | extra)
    ana = place.desk.roster.by_email(SYSTEM, "ana@example.org")
    assert ana is not None
    assert (ana.role, ana.handle, ana.active, ana.name) == (Role.MEMBER, "ana-b", True, "Ana B")
    assert ana.created == place.clock()
    assert place.desk.accounts.get(chief.actor).name == "Chief"


@pytest.mark.parametrize("mode", [JoinMode.INVITATION, JoinMode.CLOSED])
def test_joining_that_is_not_open_says_so(place: Place, mode: JoinMode) -> None:
    place.desk = place.house(mode)
    client = build_app(place).test_client()
    for answer in (client.get("/join"), client.post("/join", data={"name": "A"})):
        assert answer.status_code == 403
        assert "Joining is not open here" in answer.text
    assert client.get("/join/nonsense").status_code == 404
    assert 'href="/join"' not in client.get("/sign-in").text


def test_joining_with_mail_answers_the_same_for_known_and_unknown(place: Place) -> None:
    place.person("ana")
    place.desk = place.house(mail=True)
    client = build_app(place).test_client()
    pages = []
    for email in ("ana@example.org", "bob@example.org"):
        page = client.post("/join", data={"name": "Somebody", "email": email, "password": PASSWORD})
        assert page.status_code == 200
        pages.append(page.text.replace(email, "X"))
    assert pages[0] == pages[1]
    assert whoami(client) == "nobody"
    assert client.get("/join/confirm/nonsense").status_code == 404
    assert client.post("/join/confirm/nonsense").status_code == 404


def test_reset_pages(place: Place, client: FlaskClient) -> None:
    ana = place.person("ana")
    assert "sends no mail" in client.get("/reset").text
    assert client.post("/reset", data={"email": "ana@example.org"}).status_code == 200
    token = place.desk.resets.link_for(SYSTEM, ana.id)
    assert client.get(f"/reset/{token}").status_code == 200
    page = client.post(f"/reset/{token}", data={"password": "password1"})
    assert page.status_code == 422
    assert "password1" not in page.text
    assert client.post(f"/reset/{token}", data={"password": NEW}).location == "/sign-in"
    for answer in (client.get(f"/reset/{token}"), client.post(f"/reset/{token}", data={"password": NEW})):
        assert answer.status_code == 404
        assert "This link leads nowhere" in answer.text
    assert enter(client, "ana", NEW) == 303


def test_reset_with_mail_answers_the_same_for_known_and_unknown(place: Place) -> None:
    place.person("ana")
    place.desk = place.house(mail=True)
    client = build_app(place).test_client()
    pages = []
    for email in ("ana@example.org", "bob@example.org"):
        page = client.post("/reset", data={"email": email})
        assert page.status_code == 200
        pages.append(page.text.replace(email, "X"))
    assert pages[0] == pages[1]


def test_setting_up(place: Place, client: FlaskClient) -> None:
    assert "no admin yet" in client.get("/setup").text
    token = place.desk.newcomers.setup_token()
    assert client.get("/setup/nonsense").status_code == 404
    assert client.get(f"/setup/{token}").status_code == 200
    form = {"name": "Chief", "email": "chief@example.org", "password": "short"}
    assert client.post(f"/setup/{token}", data=form).status_code == 422
    assert client.post(f"/setup/{token}", data=form | {"password": PASSWORD}).location == "/"
    assert whoami(client) == "Chief"
    for address in ("/setup", f"/setup/{token}"):
        assert client.get(address).status_code == 404


def test_the_account_page(place: Place, client: FlaskClient) -> None:
    place.person("ana")
    assert client.get("/account").location == "/sign-in?next=/account"
    enter(client, "ana")
    page = client.get("/account")
    assert "ana@example.org" in page.text
    assert "Member" in page.text
    form = {"name": "Night shift", "attribution": "pen_name", "org_type": "local", "languages": ["en", "es"]}
    assert client.post("/account", data=form).location == "/account"
    page = client.get("/account")
    assert 'value="Night shift"' in page.text
    assert page.text.count(" checked") == 3
    for bad in ({"name": ""}, {"name": "A", "org_type": "nonsense"}, {"name": "A", "languages": ["xx"]}):
        assert client.post("/account", data=bad).status_code == 422


def test_changing_the_password_keeps_this_browser_and_ends_the_others(place: Place, app: Flask) -> None:
    place.person("ana")
    here, there = app.test_client(), app.test_client()
    enter(here, "ana")
    enter(there, "ana")
    wrong = here.post("/account/password", data={"old_password": "wrong", "new_password": NEW})
    assert wrong.status_code == 422
    assert NEW not in wrong.text
    here.post("/account/password", data={"old_password": PASSWORD, "new_password": NEW})
    assert (whoami(here), whoami(there)) == ("Ana", "nobody")


def test_signing_out_everywhere(place: Place, app: Flask) -> None:
    place.person("ana")
    here, there = app.test_client(), app.test_client()
    enter(here, "ana")
    enter(there, "ana")
    here.post("/account/sign-out-everywhere")
    assert (whoami(here), whoami(there)) == ("nobody", "nobody")


def test_looking_after_accounts(place: Place, client: FlaskClient) -> None:
    ana = place.person("ana")
    place.person("chief", Role.ADMIN)
    enter(client, "chief")
    assert "ana@example.org" in client.get("/accounts").text
    assert "Nobody is called that" in client.get("/accounts?q=zzz").text
    assert client.get(f"/accounts/{ana.id}").status_code == 200
    client.post(f"/accounts/{ana.id}/role", data={"role": "3"})
    assert place.desk.accounts.get(ana.actor).role == Role.TRAINER
    assert client.post(f"/accounts/{ana.id}/role", data={"role": "king"}).status_code == 422
    page = client.post(f"/accounts/{ana.id}/reset-link")
    link = re.search(r"https://wiki\.example\.org(/reset/[\w-]+)", page.text)
    assert link is not None
    assert client.get(link[1]).status_code == 200
    client.post(f"/accounts/{ana.id}/deactivate")
    assert not place.desk.accounts.get(ana.actor).active
    assert "Open the account again" in client.get(f"/accounts/{ana.id}").text
    client.post(f"/accounts/{ana.id}/reactivate")
    assert place.desk.accounts.get(ana.actor).active


def test_the_last_admin_is_told_why(place: Place, client: FlaskClient) -> None:
    chief = place.person("chief", Role.ADMIN)
    enter(client, "chief")
    for address, data in (("role", {"role": "1"}), ("deactivate", {})):
        page = client.post(f"/accounts/{chief.id}/{address}", data=data)
        assert page.status_code == 422
        assert "only admin" in page.text


def test_invitations(place: Place, client: FlaskClient) -> None:
    place.person("chief", Role.ADMIN)
    enter(client, "chief")
    assert client.get("/accounts/invitations").status_code == 200
    page = client.post("/accounts/invitations", data={"role": "2", "days": "never", "note": "for Ana"})
    assert page.status_code == 422
    assert 'value="never"' in page.text
    page = client.post("/accounts/invitations", data={"role": "2", "days": "7", "note": "for Ana"})
    link = re.search(r"https://wiki\.example\.org(/join/[\w-]+)", page.text)
    assert link is not None
    assert "for Ana" in client.get("/accounts/invitations").text
    assert link[1] not in client.get("/accounts/invitations").text
    client.post("/sign-out")
    assert client.get(link[1]).status_code == 200
    client.post(link[1], data={"name": "Ana", "email": "ana@example.org", "password": PASSWORD})
    assert whoami(client) == "Ana"
    assert client.get(link[1]).status_code == 404


def test_revoking_an_invitation(place: Place, client: FlaskClient) -> None:
    place.person("chief", Role.ADMIN)
    enter(client, "chief")
    client.post("/accounts/invitations", data={"role": "1", "days": "7", "note": ""})
    assert client.post("/accounts/invitations/1/revoke").status_code == 303
    assert client.post("/accounts/invitations/1/revoke").status_code == 404


SEEN_BY = {
    # path: the roles that see it, everybody else signed in gets 403, readers go to /sign-in
    "/accounts": {Role.EDITOR, Role.ADMIN},
    "/accounts/1": {Role.EDITOR, Role.ADMIN},
    "/accounts/invitations": {Role.ADMIN},
}
DONE_BY = {
    "/accounts/1/role": {Role.ADMIN},  # account 1 is an admin
    "/accounts/1/deactivate": {Role.ADMIN},
    "/accounts/1/reactivate": {Role.ADMIN},
    "/accounts/1/reset-link": {Role.ADMIN},
    "/accounts/invitations": {Role.ADMIN},
    "/accounts/invitations/1/revoke": {Role.ADMIN},
}


@pytest.mark.parametrize("role", list(Role)[1:])
def test_who_sees_and_does_what(place: Place, client: FlaskClient, role: Role) -> None:
    place.person("chief", Role.ADMIN)
    place.person("other", role)
    enter(client, "other")
    for path, roles in SEEN_BY.items():
        assert (client.get(path).status_code == 403) is (role not in roles), path
    for path, roles in DONE_BY.items():
        assert (client.post(path, data={"role": "1"}).status_code == 403) is (role not in roles), path
    if role is Role.EDITOR:
        assert "chief@example.org" not in client.get("/accounts").text
        assert "chief@example.org" not in client.get("/accounts/1").text


def test_readers_are_sent_to_the_door(client: FlaskClient) -> None:
    for path in SEEN_BY:
        assert client.get(path).location == f"/sign-in?next={path}"
    for path in DONE_BY:
        assert client.post(path).status_code == 303


@pytest.mark.parametrize("number", ["0", "999", "2147483648", "99999999999999999999999", "-1", "x"])
def test_accounts_that_are_not_there(place: Place, client: FlaskClient, number: str) -> None:
    place.person("chief", Role.ADMIN)
    enter(client, "chief")
    assert client.get(f"/accounts/{number}").status_code == 404
    assert client.post(f"/accounts/{number}/role", data={"role": "1"}).status_code == 404


HOSTILE = [
    "",
    "\x00",
    "a\r\nSet-Cookie: x=y",
    "9" * 30,
    "-1",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "%00",
    "é" * 900,
]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_never_break_a_page(place: Place, app: Flask, value: str) -> None:
    app.testing = False
    client = app.test_client()
    place.person("chief", Role.ADMIN)
    keys = ["email", "password", "name", "next", "org_type", "languages", "attribution", "old_password", "new_password"]
    for signed_in in (False, True):
        if signed_in:
            enter(client, "chief")
        for path in ("/sign-in", "/join", "/reset", "/account", "/account/password", "/join/x", "/setup/x", "/reset/x"):
            answer = client.post(path, data=dict.fromkeys(keys, value))
            assert answer.status_code < 500, path
            assert "<script>alert" not in answer.text
        for path in ("/accounts", "/sign-in", "/join"):
            answer = client.get(path, query_string=dict.fromkeys(("q", "role", "page", "next"), value))
            assert answer.status_code < 500, path
            assert "<script>alert" not in answer.text
        for path in ("/accounts/1/role", "/accounts/invitations"):
            answer = client.post(path, data=dict.fromkeys(("role", "days", "note"), value))
            assert answer.status_code < 500, path


def test_every_unsafe_route_wants_the_token(place: Place) -> None:
    place.person("chief", Role.ADMIN)
    app = build_app(place, csrf=True)
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert token is not None
    data = {"email": "chief@example.org", "password": PASSWORD}
    assert client.post("/sign-in", data=data).status_code == 400
    assert client.post("/sign-in", data=data | {"csrf_token": token[1]}).status_code == 303
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = re.sub(r"<int[^>]*>", "1", rule.rule).replace("<token>", "x")
            assert client.post(path).status_code == 400, path
    assert whoami(client) == "Chief"


def test_looking_changes_nothing(place: Place, client: FlaskClient) -> None:
    place.person("chief", Role.ADMIN)
    enter(client, "chief")

    def dump() -> list[str]:
        raw = place.database.engine.raw_connection()
        try:
            return list(raw.driver_connection.iterdump())  # type: ignore[union-attr]
        finally:
            raw.close()

    before = dump()
    for path in ("/account", "/accounts", "/accounts/1", "/accounts/invitations", "/sign-out", "/reset", "/join"):
        client.get(path)
        client.get(path)
    assert dump() == before


def test_no_cache_keeps_these_pages(place: Place, client: FlaskClient) -> None:
    for path in ("/sign-in", "/setup", "/reset", "/join/nonsense", "/account"):
        assert client.get(path).headers["Cache-Control"] == "private, no-store"
