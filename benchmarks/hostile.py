"""Hostile: how long two hundred queries take that nobody means well, as a reader and as an editor, and while typing.

They are asked of the app itself, without a server before it, which would refuse the longest. Those that the tests ask.
"""

import runpy
import time
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.saves import ADDRESS, PASSWORD, add_editor
from benchmarks.sites import copy_of, made, options
from wiki.app import create_app
from wiki.settings import ROOT, Settings

GOAL = 1000.0  # milliseconds, for each
HOSTILE = ROOT / "tests" / "contracts" / "search_index_hostile.py"


def app_of(data: Path) -> Flask:
    """The site as `bin/serve` would answer for it."""
    return create_app(Settings(data=data, starter=False, runner=False))


def signed_in(app: Flask) -> FlaskClient:
    """A browser of the editor."""
    client = app.test_client()
    token = client.get("/sign-in").text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    form = {"csrf_token": token, "email": ADDRESS, "password": PASSWORD}
    if client.post("/sign-in", data=form).status_code not in (302, 303):
        raise SystemExit("signing in failed")
    return client


def ask_all(client: FlaskClient, path: str, texts: list[str]) -> list[tuple[float, str]]:
    """Seconds until each answer was there, with what was asked."""
    taken = []
    for text in texts:
        sent = {"q": text.encode("utf-8", "surrogatepass")}
        begun = time.perf_counter()
        answer = client.get(path, query_string=sent)
        taken.append((time.perf_counter() - begun, text))
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code} for {text[:80]!r}")
    return taken


def measure(data: Path) -> None:
    """Print the lines of one site."""
    texts = runpy.run_path(str(HOSTILE))["HOSTILE"]
    with copy_of(data) as copied:
        add_editor(copied)
        app = app_of(copied)
        ways = {"a reader": (app.test_client(), "/search"), "an editor": (signed_in(app), "/search"),
                "while typing": (app.test_client(), "/search/suggest")}  # fmt: skip
        for who, (client, path) in ways.items():
            ask_all(client, path, ["union", "tool"])
            taken = sorted(ask_all(client, path, texts))
            middle, longest = median(seconds for seconds, _ in taken) * 1000, taken[-1][0] * 1000
            word = "reached" if longest <= GOAL else "missed"
            print(f"{data.name} pages, {who}, {len(texts)} queries: median {middle:.0f} ms, longest {longest:.0f} ms "
                  f"(goal {GOAL:.0f}: {word})")  # fmt: skip
            print("  slowest: " + "; ".join(f"{t * 1000:.0f} ms {text[:24]!r}" for t, text in reversed(taken[-4:])))


def main() -> None:
    """Read the command line."""
    chosen = options(__doc__, "hostile", (1_000,)).parse_args()
    for count in chosen.pages:
        measure(made(count, chosen.made))


if __name__ == "__main__":
    main()
