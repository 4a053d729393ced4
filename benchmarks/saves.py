"""Saving: how long an editor waits for the answer to "Save" on a page of the library, over HTTP.

Every save opens another page of the site, changes its longest text and sends the whole form. With `--profile` the same
saves run inside this process, and the list shows where the time goes.
"""

import cProfile
import os
import pstats
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote, urlencode

from benchmarks.sites import Server, copy_of, made, options, serving, slugs
from wiki.app import create_app
from wiki.kinds.declaration import load
from wiki.kinds.document import PageDocument, read
from wiki.kinds.forms import to_raw
from wiki.settings import ROOT, Settings

GOAL = 10.0  # milliseconds, at the median
ADDRESS, PASSWORD = "editor@example.org", "seven plain words nobody would guess"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
LIBRARY = load(ROOT / "content")
Get = Callable[[str], str]


def add_editor(data: Path) -> None:
    """Make an account that may publish."""
    command = [sys.executable, "-W", "ignore", "-m", "flask", "--app", "wiki.app", "user", "add", ADDRESS]
    subprocess.run(
        [*command, "--name", "Editor", "--role", "editor", "--password-stdin"],
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        cwd=ROOT,
        env={"FIELDBOOK_DATA": str(data)},
        stdout=subprocess.DEVNULL,
    )


def sign_in(server: Server) -> None:
    """Become the editor on this connection."""
    page = server.get("/sign-in")[2].decode()
    form = {"csrf_token": token_in(page), "email": ADDRESS, "password": PASSWORD}
    status = server.send("POST", "/sign-in", urlencode(form), {**FORM})[0]
    if status not in (302, 303):
        raise SystemExit(f"signing in answered {status}")


def token_in(page: str) -> str:
    """The form's token against forgery."""
    found = _TOKEN.search(page)
    if not found:
        raise SystemExit("no form on this page")
    return found[1]


def filled_form(get: Get, slug: str, addition: str) -> str:
    """The whole form of a page that nobody saved yet, with something added to its longest text."""
    document = read(get(f"/wiki/{quote(slug)}/source"), LIBRARY)
    return urlencode(_changed(document, addition), doseq=True)


def _changed(document: PageDocument, addition: str) -> dict[str, tuple[str, ...]]:
    kind = LIBRARY.kinds[document.kind]
    values = dict(document.values)
    texts = [field.key for field in kind.sections() if field.key in values and not field.max_length]
    longest = max(texts, key=lambda key: len(values[key])) if texts else "title"
    values[longest] = f"{addition} {values[longest]}"[: kind.by_key[longest].max_length or None].strip()
    return {**to_raw(kind, values), "base": ("1",), "note": ("Measured",), "action": ("save",)}


def save_all(server: Server, chosen: list[str]) -> list[float]:
    """Milliseconds until each save was answered."""
    token = token_in(server.get(f"/wiki/{quote(chosen[0])}/edit")[2].decode())
    taken: list[float] = []
    for number, slug in enumerate(chosen):
        form = filled_form(lambda path: server.get(path)[2].decode(), slug, f"Measured {number}.")
        body = f"{form}&{urlencode({'csrf_token': token})}"
        begun = time.perf_counter()
        status, headers, _ = server.send("POST", f"/wiki/{quote(slug)}/edit", body, {**FORM})
        taken.append((time.perf_counter() - begun) * 1000)
        if status not in (302, 303) or not headers["location"].endswith(f"/wiki/{quote(slug)}"):
            raise SystemExit(f"saving {slug} answered {status}")
    return taken


def measure(data: Path, saves: int) -> None:
    """Print the line of one site."""
    with copy_of(data) as copied:
        add_editor(copied)
        chosen = random.Random(2).sample(slugs(copied), saves)
        with serving(copied) as server:
            sign_in(server)
            warm = max(5, saves // 10)
            taken = save_all(server, chosen)[warm:]
        disk = _commits(copied, len(taken))
    p50, p95, p99 = (quantiles(taken, n=100)[at] for at in (49, 94, 98))
    word = "reached" if p50 <= GOAL else "missed"
    print(f"{data.name} pages, {len(taken)} saves: p50 {p50:.1f} ms, p95 {p95:.1f}, p99 {p99:.1f}", end="")
    print(f" (goal {GOAL:.0f}: {word}); a bare commit to the same disk {disk:.1f} ms at the median")


def _commits(folder: Path, count: int) -> float:
    """Milliseconds this disk needs for a synced commit of 8 kB, which no save that is kept can go below."""
    taken = []
    with (folder / "synced").open("wb") as file:
        for _ in range(count):
            begun = time.perf_counter()
            file.write(b"x" * 8192)
            file.flush()
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - begun) * 1000)
    return quantiles(taken, n=2)[0]


def profile(data: Path, saves: int) -> None:
    """The same saves in this process, with a list of where the time goes."""
    with copy_of(data) as copied:
        add_editor(copied)
        client = create_app(Settings(data=copied, starter=False, runner=False)).test_client()
        form = {"csrf_token": token_in(client.get("/sign-in").text), "email": ADDRESS, "password": PASSWORD}
        client.post("/sign-in", data=form)
        chosen = random.Random(2).sample(slugs(copied), saves)
        token = urlencode({"csrf_token": token_in(client.get(f"/wiki/{chosen[0]}/edit").text)})
        forms = [(slug, filled_form(lambda path: client.get(path).text, slug, "Measured.")) for slug in chosen]
        save = partial(client.post, content_type=FORM["Content-Type"])
        warm, timed, watched = forms[: saves // 10], forms[saves // 10 : saves // 2], forms[saves // 2 :]
        for slug, body in warm:
            save(f"/wiki/{slug}/edit", data=f"{body}&{token}")
        begun = time.process_time()
        for slug, body in timed:
            save(f"/wiki/{slug}/edit", data=f"{body}&{token}")
        taken = (time.process_time() - begun) / len(timed) * 1000
        watcher = cProfile.Profile()
        with watcher:
            for slug, body in watched:
                save(f"/wiki/{slug}/edit", data=f"{body}&{token}")
        pstats.Stats(watcher).sort_stats("cumulative").print_stats("(wiki|auth|search|storage)/[a-z_/]+[.]py", 45)
        print(f"{data.name} pages: {taken:.1f} ms of processor time for a save, without the disk and the profiler")


def main() -> None:
    """Read the command line."""
    parser = options(__doc__, "saves", (1000, 10_000))
    parser.add_argument("--saves", type=int, default=300, help="how many pages are saved")
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    chosen = parser.parse_args()
    for count in chosen.pages:
        (profile if chosen.profile else measure)(made(count, chosen.made), chosen.saves)


if __name__ == "__main__":
    main()
