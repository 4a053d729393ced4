"""Routes: every address the app answers stands in docs/addresses.md with who may ask, and nothing else does."""

import re
from pathlib import Path

from house_files import ROOT

from auth.model import Permission
from auth.policy import LOWEST
from wiki.app import create_app
from wiki.settings import Settings

ROW = re.compile(r"^\| (GET|POST) \| `(/[^`]*)` \| ([^|]+) \|", re.MULTILINE)
ROLE = re.compile(r"^\| `([a-z]+:[a-z_]+)` \| ([a-z]+) \|", re.MULTILINE)
PLAIN = {"everyone", "signed in", "whoever has the link", "whoever wrote it"}
SILENT = {"HEAD", "OPTIONS"}


def test_every_route_is_documented(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path))
    answered = {
        (method, _plain(rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - SILENT
    }  # fmt: skip
    assert {(method, path) for method, path, _who in _rows()} == answered


def test_who_may_ask_is_said_in_the_words_of_the_policy() -> None:
    known = PLAIN | {f"`{permission}`" for permission in Permission}
    assert [row for row in _rows() if row[2] not in known] == []


def test_the_roles_are_those_of_the_policy() -> None:
    written = dict(ROLE.findall((ROOT / "docs/addresses.md").read_text("utf-8")))
    assert written == {str(permission): lowest.name.lower() for permission, lowest in LOWEST.items()}


def _rows() -> list[tuple[str, str, str]]:
    return ROW.findall((ROOT / "docs/addresses.md").read_text("utf-8"))


def _plain(rule: str) -> str:
    """The rule without its converters."""
    return re.sub(r"<[^<>]*:(\w+)>", r"<\1>", rule)
