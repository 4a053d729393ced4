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
from benchmarks.sites import copy_of, each_site, options
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


def ask_all(client: FlaskClient, path: str, texts: list[str]) -> list[tuple[float, float, str]]:
    """For each: milliseconds of processor time, and those until the answer was there, with what was asked."""
    taken = []
    for text in texts:
        sent = {"q": text.encode("utf-8", "surrogatepass")}
        begun, worked = time.perf_counter(), time.process_time()
        answer = client.get(path, query_string=sent)
        taken.append(((time.process_time() - worked) * 1000, (time.perf_counter() - begun) * 1000, text))
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code} for {text[:80]!r}")
    return sorted(taken)


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
            taken = ask_all(client, path, texts)
            work, waited = [one[0] for one in taken], [one[1] for one in taken]
            word = "reached" if max(work) <= GOAL else "missed"
            print(
                f"{data.name} pages, {who}, {len(texts)} queries: processor time {median(work):.0f} ms at the median, "
                f"{max(work):.0f} at most (goal {GOAL:.0f}: {word}); waited {median(waited):.0f} and {max(waited):.0f}"
            )
            print("  slowest: " + "; ".join(f"{one[0]:.0f} ms {one[2][:24]!r}" for one in taken[:-4:-1]))


def main() -> None:
    """Read the command line."""
    chosen = options(__doc__, "hostile", (1_000,)).parse_args()
    for data in each_site(chosen):
        measure(data)


if __name__ == "__main__":
    main()
