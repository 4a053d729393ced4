"""Light or dark, health, robots, icon."""

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from front_door import Site, token

from storage.database import Database
from wiki.browsing.site_views import LATE
from wiki.pages.access import Access
from wiki.pages.service import Pages

VALUES = {"title": "", "summary": "A page.", "body": "Words."}
HIDDEN = Access("held", date(2027, 1, 31))


def test_the_choice_of_light_or_dark_is_kept_for_a_year(site: Site) -> None:
    client = site.client()
    sent = {"theme": "dark", "next": "/topics", "csrf_token": token(client, "/theme")}
    answer = client.post("/theme", data=sent)
    cookie = next(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("theme="))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/topics")
    assert "theme=dark" in cookie
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie
    assert 'class="dark"' in client.get("/topics").text
    assert 'value="dark" id="f-theme-3" checked' in client.get("/theme").text


@pytest.mark.parametrize("wanted", ["neon", "", "dark; Path=/", "\r\nX: y"])
def test_any_other_choice_is_as_the_device_is_set(site: Site, wanted: str) -> None:
    client = site.client()
    sent = {"theme": wanted, "next": "https://elsewhere.example/", "csrf_token": token(client, "/theme")}
    answer = client.post("/theme", data=sent)
    assert answer.headers["Location"] == "/"
    assert any(value.startswith("theme=system") for value in answer.headers.getlist("Set-Cookie"))


def test_the_form_leads_back_to_where_the_reader_was(site: Site) -> None:
    client = site.client()
    came = {"Referer": "http://localhost/search?q=rent"}
    assert 'name="next" value="/search?q=rent"' in client.get("/theme", headers=came).text
    away = {"Referer": "https://elsewhere.example/search"}
    assert 'name="next" value="/"' in client.get("/theme", headers=away).text


def test_a_forged_choice_is_refused(site: Site) -> None:
    assert site.client().post("/theme", data={"theme": "dark"}).status_code == 400


def test_health_tells_version_database_and_lag(site: Site) -> None:
    site.page()
    told = site.client().get("/healthz")
    assert (told.status_code, told.headers["Cache-Control"]) == (200, "no-store")
    assert told.json["database"] is True
    assert told.json["version"]
    assert told.json["index"] == {"state": "away", "ready": False, "lag_seconds": 0}
    assert told.json["jobs"] == {"state": "ok", "lag_seconds": 0}
    site.work()
    told = site.client().get("/healthz").json
    assert told["index"] == {"state": "ok", "ready": True, "lag_seconds": 0}
    assert told["jobs"] == {"state": "ok", "lag_seconds": 0}


def test_health_tells_how_long_a_page_cannot_be_found(site: Site) -> None:
    site.page()
    site.work()
    site.page("A bus ride")
    site.clock.pass_by(LATE + 15)
    assert site.client().get("/healthz").json["index"] == {"state": "behind", "ready": True, "lag_seconds": LATE + 15}


def test_health_says_the_same_whatever_is_hidden(site: Site) -> None:
    """No number of pages or jobs is told, nor that something was saved a moment ago."""
    site.page()
    site.work()
    before = site.client().get("/healthz").json
    for number in range(3):
        site.service(Pages).create(
            site.person("editor"), "page", VALUES | {"title": f"Hidden {number}"}, seen_by=HIDDEN
        )
    assert site.client().get("/healthz").json == before
    site.work()
    assert site.client().get("/healthz").json == before


def test_health_without_a_database_is_503_with_the_reason(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_self: Database) -> None:
        raise OSError("gone")

    monkeypatch.setattr(Database, "ping", gone)
    told = site.client().get("/healthz")
    assert told.status_code == 503
    assert told.json["reason"] == "database: OSError"


def test_robots_and_the_old_icon(reader: FlaskClient) -> None:
    robots = reader.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert "Disallow: /search" in robots.text
    icon = reader.get("/favicon.ico")
    assert icon.status_code == 302
    assert Path(icon.headers["Location"]).suffix == ".svg"
