"""Built assets under their hashed names, served for ever."""

import hashlib
import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "dist"
PREFIX = "/static/"


@cache
def _manifest() -> dict[str, str]:
    names: dict[str, str] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    return names


def asset(name: str) -> str:
    """The address of a built asset by its plain name; raises KeyError for one that was not built."""
    return PREFIX + _manifest()[name]


def is_hashed(_path: str, url: str) -> bool:
    """Whether a file may be kept for ever: its name changes with its content."""
    return url.removeprefix(PREFIX) in _manifest().values()


def fingerprint() -> str:
    """Changes whenever an asset does; pages that name assets are stale then."""
    return hashlib.sha256(json.dumps(_manifest(), sort_keys=True).encode()).hexdigest()[:12]
