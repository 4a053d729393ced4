"""Writes the part of THIRD_PARTY.md between the two marks: every Python package the wiki runs with, and its license."""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START, END = "<!-- python: written by bin/third-party -->", "<!-- /python -->"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
ELSEWHERE = {"tzdata": "Apache-2.0"}  # installed on Windows alone
SPDX = {
    "Apache Software License": "Apache-2.0",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-or-later",
    "MIT License": "MIT",
    "The Unlicense (Unlicense)": "Unlicense",
    "Zope Public License": "ZPL-2.1",
}


def part() -> str:
    """The whole part, marks included, in the order of requirements.txt."""
    pins = PINNED.findall((ROOT / "requirements.txt").read_text("utf-8"))
    rows = [f"| {name} | {version} | {_license(name)} |" for name, version in pins]
    head = [
        "## What the wiki runs with",
        "",
        "Installed by pip from `requirements.txt`; none of it is in this repository.",
    ]
    table = ["| Package | Version | License |", "|---|---|---|", *rows]
    return "\n".join([START, "", *head, "", *table, "", END])


def with_part(before: str) -> str:
    """The file with its Python part renewed, or put in front of the other parts."""
    place = re.compile(f"{re.escape(START)}.*{re.escape(END)}", re.DOTALL)
    if place.search(before):
        return place.sub(lambda _: part(), before)
    title, _, rest = before.partition("\n")
    return f"{title}\n\n{part()}\n\n{rest.strip()}\n"


def _license(name: str) -> str:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return ELSEWHERE[name]
    stated = _said(found, "License-Expression") or _classified(found) or _said(found, "License")
    return SPDX.get(stated, stated) if stated != "BSD License" else _bsd(found)


def _said(found: Distribution, key: str) -> str:
    return next(iter(found.metadata.get_all(key) or []), "")


def _classified(found: Distribution) -> str:
    marks = found.metadata.get_all("Classifier") or []
    return next((mark.split(" :: ")[-1] for mark in marks if mark.startswith("License :: OSI Approved :: ")), "")


def _bsd(found: Distribution) -> str:
    """Which BSD license: the one of three clauses forbids using the authors' names."""
    files = [file for file in found.files or [] if re.search(r"licen[cs]e|copying", file.name, re.IGNORECASE)]
    words = " ".join(" ".join(file.read_text("utf-8").split()) for file in files)
    return "BSD-3-Clause" if re.search(r"names? of .{1,80}(contributors|nor)", words) else "BSD-2-Clause"


if __name__ == "__main__":
    target = ROOT / "THIRD_PARTY.md"
    text = target.read_text("utf-8")
    if "--check" in sys.argv:
        sys.exit(with_part(text) != text)
    target.write_text(with_part(text), "utf-8")
