"""The session cookie: what it holds, and in how many ways an old one stops working."""

from collections.abc import Callable

import pytest
from auth_place import PASSWORD, Place, build_app, enter, whoami
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from auth.model import SYSTEM, Role
from storage.errors import Busy

NEW = "another long phrase"
COOKIE = "fieldbook"


def cookie_of(client: FlaskClient) -> str:
    kept = client.get_cookie(COOKIE)
    assert kept is not None
    return kept.value


def replayed(app: Flask, cookie: str) -> str:
    """Who a stranger is who sends a copied cookie."""
    stranger = app.test_client()
    stranger.set_cookie(COOKIE, cookie)
    return whoami(stranger)


def by_post(path: str, **data: str) -> Callable[[Place, FlaskClient], object]:
    return lambda _place, client: client.post(path, data=data)


ENDS = {
    "sign-out": by_post("/sign-out"),
    "signing out everywhere": by_post("/account/sign-out-everywhere"),
    "password change": by_post("/account/password", old_password=PASSWORD, new_password=NEW),
    "signing in again": by_post("/sign-in", email="ana@example.org", password=PASSWORD),
    "role change": lambda place, _: place.desk.roster.grant(SYSTEM, place.made["ana"].id, Role.TRAINER),
    "deactivation": lambda place, _: place.desk.roster.deactivate(SYSTEM, place.made["ana"].id),
    "reset": lambda place, _: place.desk.resets.reset(place.desk.resets.link_for(SYSTEM, place.made["ana"].id), NEW),
    "two idle weeks": lambda place, _: place.clock.forward(days=14, seconds=1),
    "sixty days": lambda place, _: place.clock.forward(days=60, seconds=1),
}


@pytest.mark.parametrize("end", ENDS)
def test_an_old_cookie_is_nobody_after(place: Place, app: Flask, client: FlaskClient, end: str) -> None:
    place.person("ana")
    enter(client, "ana")
    old = cookie_of(client)
    assert replayed(app, old) == "Ana"
    ENDS[end](place, client)
    assert replayed(app, old) == "nobody"


def test_deactivated_and_opened_again_is_still_signed_out(place: Place, app: Flask, client: FlaskClient) -> None:
    ana = place.person("ana")
    enter(client, "ana")
    old = cookie_of(client)
    place.desk.roster.deactivate(SYSTEM, ana.id)
    assert enter(client, "ana") == 422
    place.desk.roster.reactivate(SYSTEM, ana.id)
    assert replayed(app, old) == "nobody"


def test_signing_in_begins_a_new_session(place: Place, app: Flask) -> None:
    place.person("ana")
    victim = app.test_client()
    with victim.session_transaction() as planted:
        planted["planted"] = "by somebody else"
    before = cookie_of(victim)
    enter(victim, "ana")
    assert replayed(app, before) == "nobody"
    with victim.session_transaction() as now:
        assert "planted" not in now


def test_use_keeps_a_session_alive_but_not_for_ever(place: Place, client: FlaskClient) -> None:
    place.person("ana")
    enter(client, "ana")
    for _ in range(59):
        place.clock.forward(days=1)
        assert whoami(client) == "Ana"
    place.clock.forward(days=1)
    assert whoami(client) == "nobody"


def test_requests_neither_write_nor_send_the_cookie_again_within_the_hour(place: Place, client: FlaskClient) -> None:
    place.person("ana")
    enter(client, "ana")
    raw = place.database.engine.raw_connection()
    version = raw.driver_connection.execute("PRAGMA data_version").fetchone()  # type: ignore[union-attr]
    assert "Set-Cookie" not in client.get("/whoami").headers
    place.clock.forward(hours=2)
    assert "Set-Cookie" in client.get("/whoami").headers
    assert raw.driver_connection.execute("PRAGMA data_version").fetchone() == version  # type: ignore[union-attr]
    raw.close()


def test_the_cookie_is_kept_from_scripts_and_strangers(place: Place, client: FlaskClient) -> None:
    place.person("ana")
    answer = client.post("/sign-in", data={"email": "ana@example.org", "password": PASSWORD})
    words = answer.headers["Set-Cookie"]
    assert "HttpOnly" in words
    assert "SameSite=Lax" in words
    assert "remember" not in str(answer.headers).lower()
    secure = build_app(place, secure=True).test_client()
    words = secure.post("/sign-in", data={"email": "ana@example.org", "password": PASSWORD}).headers["Set-Cookie"]
    assert words.startswith("__Host-fieldbook=")
    assert "Secure" in words
    assert "Path=/" in words
    assert "Domain" not in words


def test_the_cookie_names_nobody(place: Place, app: Flask, client: FlaskClient) -> None:
    place.person("ana")
    enter(client, "ana")
    kept = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    assert isinstance(kept, URLSafeTimedSerializer)
    held = kept.loads(cookie_of(client))
    assert "ana" not in str(held).lower()
    assert len(held["_user_id"]) >= 43


@pytest.mark.parametrize("cookie", ["", "x", "eyJfdXNlcl9pZCI6IjEifQ.x.y", "." * 500, "\u00e9"])
def test_forged_cookies_are_nobody(app: Flask, cookie: str) -> None:
    assert replayed(app, cookie) == "nobody"


def test_a_forged_remember_cookie_is_nobody(place: Place, app: Flask) -> None:
    place.person("ana")
    stranger = app.test_client()
    stranger.set_cookie("remember_token", "1|" + "0" * 128)
    assert whoami(stranger) == "nobody"


def test_a_database_that_is_away_is_told_once_and_the_page_about_it_can_be_drawn(
    place: Place, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.person("ana")
    enter(client, "ana")

    def away(_key: str) -> None:
        raise Busy("locked")

    with monkeypatch.context() as patched:
        patched.setattr(place.desk.accounts, "by_session_key", away)
        assert client.get("/account").status_code == 503
    assert whoami(client) == "Ana"


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client: FlaskClient) -> None:
    for came_from, back in [
        ("http://localhost/accounts/1", "/accounts/1"),
        ("http://evil.example/accounts/1", "/"),
        ("http://localhost//evil.example", "/"),
        ("nonsense", "/"),
    ]:
        answer = client.post("/accounts/1/role", headers={"Referer": came_from})
        assert answer.location == f"/sign-in?next={back}"
