"""Every answer of every address: its headers are there, and no value makes the server fail."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from front_door import Site, token
from werkzeug.test import TestResponse

from auth.desk import Desk
from wiki.web.headers import ALWAYS, PRIVATE

VALUE = re.compile(r"<(?:[^<>]*:)?(\w+)>")
NUMBERS = ("0", "-1", "2147483648", "999999999999999999999", "1e9", "٣")
HOSTILE = (
    "..", "%00", "a\x00b", "\ud800", "<script>alert(1)</script>", "' OR 1=1 --", "{{7*7}}", "x" * 5000, "\u202egnp",
    "%2e%2e%2f", "a/b", "\\", *NUMBERS,
)  # fmt: skip
QUERIES = ("page", "q", "from", "to", "sort", "draft", "title", "next", "kind", "org_type", "role")


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


@pytest.mark.parametrize("role", ["reader", "admin"])
def test_no_value_makes_the_server_fail(site: Site, role: str) -> None:
    site.page()
    client = site.client(role)
    asked = [path for value in HOSTILE for path in _addresses(site, lambda _name, value=value: _quoted(value))]
    asked += [f"{path}?{_form(dict.fromkeys(QUERIES, value))}" for path in PAGES for value in HOSTILE]
    assert [path[:80] for path in dict.fromkeys(asked) if client.get(path).status_code >= 500] == []


@pytest.mark.parametrize("role", ["reader", "admin"])
def test_no_form_makes_the_server_fail(site: Site, role: str) -> None:
    slug, client = site.page(), site.client(role)
    own = ("/account/sign-out-everywhere", "/sign-out", "/account/password")  # these end what the test needs
    posts = [path for path in _addresses(site, lambda name: slug if name == "slug" else "1", "POST") if path not in own]
    mine = {"csrf_token": token(client, "/sign-in" if role == "reader" else "/account")}
    for value in ("", "\x00\ud800", "<b>", "9" * 400, "x" * 3000):
        sent = {"data": _form(dict.fromkeys(FIELDS, value) | mine), "content_type": "application/x-www-form-urlencoded"}
        assert [path for path in posts if client.post(path, **sent).status_code >= 500] == [], value[:10]


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


PAGES = (
    "/",
    "/search",
    "/case-studies",
    "/changes",
    "/wiki/texting-members-before-a-vote/diff",
    "/new/page",
    "/sign-in",
)
FIELDS = (
    *("title", "summary", "body", "address", "visibility", "held_until", "role", "email", "password", "name", "note"),
    *("base", "draft", "action", "answer", "days", "theme", "next", "languages", "org_type", "token"),
)


def _addresses(site: Site, value: Callable[[str], str], method: str = "GET") -> Iterator[str]:
    for rule in site.app.url_map.iter_rules():
        if method in (rule.methods or set()):
            yield VALUE.sub(lambda match: value(match.group(1)), rule.rule)


def _quoted(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"), safe="%")


def _form(values: dict[str, str]) -> str:
    return "&".join(f"{name}={_quoted(value)}" for name, value in values.items())


def _is_file(answer: TestResponse) -> bool:
    return answer.mimetype == "text/plain"
