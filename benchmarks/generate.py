"""Make pages of every kind that look like real ones: as documents, or as a whole data folder ready to serve.

The same seed and the same library give the same pages.

    bin/bench generate documents 1000 FOLDER
    bin/bench generate site 10000 FOLDER
"""

import argparse
import multiprocessing
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from auth.model import SYSTEM
from benchmarks.pages_made import Maker
from benchmarks.words import from_library
from search.upkeep import Upkeep
from storage.database import Database
from storage.errors import Busy
from storage.jobs import Runner
from storage.schema import upgrade
from wiki.app import create_app
from wiki.gunicorn_server import cores
from wiki.kinds.declaration import load
from wiki.serving import MIGRATIONS
from wiki.settings import ROOT, Settings
from wiki.transfer.service import Transfer
from wiki.web.current import KEY

SEED = 20_110_213
SHARE = 250  # documents a process imports at a time


def documents(count: int, folder: Path, seed: int = SEED) -> None:
    """Write so many documents into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for slug, document in _made(count, seed):
        (folder / f"{slug}.md").write_text(document, "utf-8")


def site(count: int, data: Path, seed: int = SEED) -> None:
    """Make a data folder that holds so many pages, through the importer that everybody has, with its search index."""
    begun = time.monotonic()
    for number, (slug, document) in enumerate(_made(count, seed)):
        folder = data / "documents" / f"{number // SHARE:04}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{slug}.md").write_text(document, "utf-8")
    _say(f"{count} documents written", begun)
    services = _services(data)
    upgrade(services[Database], MIGRATIONS)
    services[Database].dispose()
    with multiprocessing.get_context("spawn").Pool(cores()) as pool:
        made = sum(pool.imap_unordered(partial(_import, data), sorted((data / "documents").iterdir())))
    _say(f"{made} pages imported", begun)
    services[Upkeep].rebuild()
    done = services[Runner].run_due(2 * count)
    _say(f"all pages indexed and {done} jobs done", begun)


def _made(count: int, seed: int) -> Iterator[tuple[str, str]]:
    library = load(ROOT / "content")
    return Maker(library, from_library(library, ROOT / "content" / "pages", seed)).documents(count)


def _services(data: Path) -> Any:
    return create_app(Settings(data=data, starter=False, runner=False)).extensions[KEY]


def _import(data: Path, folder: Path) -> int:
    """Import one share of the documents; rendering is most of the work, so the shares are made side by side."""
    transfer: Transfer = _services(data)[Transfer]
    while True:
        try:
            report = transfer.import_folder(SYSTEM, folder)
        except Busy:
            continue
        for complaint in report.complaints:
            print(f"left out {complaint.file}: {complaint.reason}")
        return report.made


def _say(words: str, begun: float) -> None:
    print(f"{words} after {time.monotonic() - begun:.0f} s", flush=True)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bin/bench generate", description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("documents", "site"), help="documents alone, or a data folder ready to serve")
    parser.add_argument("count", type=int, help="how many pages")
    parser.add_argument("folder", type=Path, help="where to; for a site, a folder that does not hold one yet")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    (documents if chosen.what == "documents" else site)(chosen.count, chosen.folder, chosen.seed)


if __name__ == "__main__":
    main()
