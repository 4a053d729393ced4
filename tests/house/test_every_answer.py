"""Every answer of every address carries its headers, and only hosts of ours are answered."""

import re
from collections.abc import Callable, Iterator

import pytest
from front_door import Site
from werkzeug.test import TestResponse

from auth.desk import Desk
from wiki.web.headers import ALWAYS, PRIVATE

VALUE = re.compile(r"<(?:[^<>]*:)?(\w+)>")


@pytest.mark.parametrize("role", ["reader", "admin"])
def test_headers_are_on_every_answer(site: Site, role: str) -> None:
    slug, client = site.page(), site.client(role)
    for path in (*_addresses(site, lambda name: slug if name == "slug" else "1"), "/nothing/here"):
        answer = client.get(path)
        assert [name for name, value in ALWAYS.items() if answer.headers.get(name) != value] == [], path
        assert "Cache-Control" in answer.headers, path
        assert "Traceback" not in answer.text, path
        if role == "admin" and not _is_file(answer):
            assert "public" not in answer.headers["Cache-Control"], path


def test_files_carry_them_too(site: Site) -> None:
    for path in ("/static/nothing.js", site.client().get("/favicon.ico").location):
        assert [name for name in ALWAYS if name not in site.client().get(path).headers] == []


def test_signed_in_pages_are_kept_by_no_cache(site: Site) -> None:
    slug = site.page()
    answer = site.client("member").get(f"/wiki/{slug}")
    assert answer.headers["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1:8000@evil.example", "a b"])
def test_a_host_that_is_not_ours_is_refused(site: Site, host: str) -> None:
    assert site.client().get("/", headers={"Host": host}).status_code == 400


def test_a_forged_forwarded_host_changes_nothing(make_site: Callable[..., Site]) -> None:
    site = make_site(base_url="https://wiki.example.org", https=True)
    forged = {"Host": "wiki.example.org", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}
    answer = site.app.test_client().get("/account", headers=forged)
    assert "evil" not in f"{answer.headers}{answer.text}"
    assert site.service(Desk).link("/reset/x") == "https://wiki.example.org/reset/x"


def test_https_is_strict(make_site: Callable[..., Site]) -> None:
    site = make_site(base_url="https://wiki.example.org", https=True)
    answer = site.app.test_client().get("/sign-in", base_url="https://wiki.example.org")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-fieldbook=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def _addresses(site: Site, value: Callable[[str], str]) -> Iterator[str]:
    for rule in site.app.url_map.iter_rules():
        if "GET" in (rule.methods or set()):
            yield VALUE.sub(lambda match: value(match.group(1)), rule.rule)


def _is_file(answer: TestResponse) -> bool:
    return answer.mimetype == "text/plain"
