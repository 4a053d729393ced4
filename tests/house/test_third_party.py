"""THIRD_PARTY.md lists every package the wiki runs with, at its pinned version, under a license."""

import re

from house_files import ROOT

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
ROW = re.compile(r"^\| ([A-Za-z0-9._-]+) \| ([0-9]\S*) \| ([^|]+) \|$", re.MULTILINE)
DIRECT = re.compile(r"^([A-Za-z0-9._-]+)", re.MULTILINE)


def test_every_package_is_listed_at_its_version_under_a_license() -> None:
    listed = [(name, version) for name, version, license_ in _listed() if license_.strip()]
    assert sorted(listed) == sorted(PINNED.findall((ROOT / "requirements.txt").read_text("utf-8")))


def test_every_direct_choice_is_pinned() -> None:
    chosen = {name.lower() for name in DIRECT.findall((ROOT / "requirements.in").read_text("utf-8"))}
    assert chosen <= {name.lower() for name, _version, _license in _listed()}


def _listed() -> list[tuple[str, str, str]]:
    text = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    return ROW.findall(text.split("<!-- python:", 1)[1].split("<!-- /python -->", 1)[0])
