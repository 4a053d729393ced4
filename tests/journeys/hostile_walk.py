"""Every route, filled with values nobody should send; and the database as text, to see what a request changed."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from flask.testing import FlaskClient
from front_door import Site
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from wiki.settings import Settings

VALUE = re.compile(r"<(?:[^<>]*:)?(\w+)>")
VALUES = (
    "",
    "a\x00b",
    "\ud800",
    "-1",
    str(10**18),
    "9" * 400,
    "../../etc/passwd",
    "..%2f..%5c",
    "x" * 5000,
    "\u202egnp.exe\u2066",
    "👩🏾‍🏭✊🏿",
    "one\r\nSet-Cookie: stolen=1\r\n\r\n<script>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "' OR 1=1; DROP TABLE page; --",
    "\"><img src=x onerror=alert(1)>",
    "//evil.example/\\evil.example",
    "*a (( ~9 \" AND NOT",
    "٣٣",
)  # fmt: skip
QUERY = (
    "q", "page", "from", "to", "sort", "draft", "title", "next", "kind", "org_type", "outcome", "areas", "tool", "role",
    "lang",
)  # fmt: skip
FIELDS = (
    "title", "summary", "body", "note", "base", "draft", "action", "keep_theirs", "add", "remove", "areas", "org_type",
    "org_name_shown", "sources.0.title", "sources.-1.title", "tools_used.999999999.tool", "cost_setup.amount",
    "started_on", "hours_setup", "address", "visibility", "held_until", "answer", "email", "name", "languages",
    "pen_name", "password", "old_password", "new_password", "theme", "next", "role", "days",
)  # fmt: skip
HEADERS = ("Accept-Language", "Referer", "If-None-Match", "If-Modified-Since", "Accept-Encoding", "X-Forwarded-For",
           "Sec-Fetch-Site", "User-Agent", "Range", "X-CSRFToken")  # fmt: skip
UNTOUCHED = ("sign_in", "rate_count", "job", "sqlite_sequence")  # what any request may move
ENDS = {"auth.sign_out_now", "auth.sign_out_everywhere"}


def share(values: Sequence[str], turn: int, size: int) -> Iterator[str]:
    """So many of the values, others at every turn, so that all of them meet every sort of route."""
    return (values[(turn * size + step) % len(values)] for step in range(size))


def encoded(value: str) -> str:
    """As it travels in an address or a form, lone surrogates included."""
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def form(fields: Mapping[str, str | list[str]]) -> str:
    pairs = [(name, each) for name, value in fields.items() for each in ([value] if isinstance(value, str) else value)]
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs)


def header(value: str) -> str:
    """What a server hands on of such a header: one line, bytes as Latin-1."""
    return value.replace("\r", " ").replace("\n", " ").encode("utf-8", "replace").decode("latin-1")


def routes(site: Site) -> Iterator[tuple[str, Rule]]:
    for rule in site.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule


def filled(rule: Rule, known: Mapping[str, str], otherwise: str = "1") -> str:
    """The rule's address with these arguments."""
    return VALUE.sub(lambda found: known.get(found[1], otherwise), rule.rule)


def send(client: FlaskClient, method: str, path: str, value: str, token: str) -> TestResponse:
    """One request that carries the value wherever one can be put."""
    target = f"{path}?{form(dict.fromkeys(QUERY, value))}"
    headers = {name: header(value) for name in HEADERS if name != "X-CSRFToken" or not token}
    if method == "GET":
        return client.get(target, headers=headers)
    fields: dict[str, str | list[str]] = {name: [value, value] for name in FIELDS}
    body = form({**fields, "csrf_token": token})
    return client.open(
        target, method=method, data=body, headers=headers, content_type="application/x-www-form-urlencoded"
    )


def dump(site: Site, *besides: str) -> list[str]:
    """Everything the database holds, as text, but for what any request may touch."""
    left_out = tuple(f'INSERT INTO "{table}"' for table in (*UNTOUCHED, *besides))
    with sqlite3.connect(_file(site)) as connection:
        return [line for line in connection.iterdump() if not line.startswith(left_out)]


def is_whole(site: Site) -> bool:
    """Whether the database itself says that it is in order."""
    with sqlite3.connect(_file(site)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _file(site: Site) -> Path:
    return site.service(Settings).data / "fieldbook.sqlite3"
