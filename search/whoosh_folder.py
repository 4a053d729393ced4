"""The index on disk: a pointer to the folder in use, sums of its files, and what is wrong with them."""

import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from search.whoosh_schema import VERSION

POINTER = "current.json"

# What tells that a file is still the one we read: inode, size and time of change in nanoseconds.
Stamp = tuple[int, int, int]


class Broken(Exception):
    """The index cannot be used; the message says why, in words for whoever runs the site."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which folder is in use, which generation it is, and the size and checksum of each of its files."""

    folder: str
    generation: int
    sums: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def stamp(path: Path) -> Stamp | None:
    """The file's stamp; None when there is no such file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def read_pointer(root: Path) -> Pointer:
    """The pointer; raises `Broken` when it is missing, damaged or of another version."""
    try:
        found = json.loads((root / POINTER).read_bytes())
        version, pointer = found["version"], Pointer(found["folder"], found["generation"], found["sums"])
    except FileNotFoundError:
        raise Broken("there is no index yet") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Broken(f"{POINTER} cannot be read: {error}") from error
    if version != VERSION:
        raise Broken(f"the index has version {version}, this program writes {VERSION}")
    if not isinstance(pointer.folder, str) or Path(pointer.folder).name != pointer.folder:
        raise Broken(f"{POINTER} names no folder of the index")
    return pointer


def write_pointer(root: Path, pointer: Pointer) -> None:
    """Put the pointer in place in one step: readers see the old one or the new one."""
    text = json.dumps(
        {"version": VERSION, "folder": pointer.folder, "generation": pointer.generation, "sums": dict(pointer.sums)}
    )
    descriptor, name = tempfile.mkstemp(dir=root, prefix=".pointer-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, root / POINTER)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def rested(root: Path) -> float:
    """For how many seconds nothing was written; 0 when that cannot be told."""
    try:
        return max(0.0, time.time() - (root / POINTER).stat().st_mtime)
    except OSError:
        return 0.0


def size(root: Path) -> int:
    """The bytes of all files of the index, leftovers among them."""
    total = 0
    for path in root.glob("**/*"):
        found = stamp(path) if path.is_file() else None
        total += found[1] if found else 0
    return total


def new_folder(root: Path) -> str:
    """Make an empty folder beside the one in use that nobody else may read; returns its name."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.chmod(0o700)  # the index holds pickles: whoever can write here runs code in the web process
    name = f"index-{secrets.token_hex(6)}"
    (root / name).mkdir(mode=0o700)
    return name


def clear(root: Path, keep: str) -> None:
    """Remove every index folder but one, and what a killed writer left beside them."""
    for path in root.iterdir():
        if path.name.startswith("index-") and path.name != keep:
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(".pointer-"):
            path.unlink(missing_ok=True)


def sums(folder: Path, known: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Size and checksum of every index file; segments never change, so known ones are not read again."""
    return {path.name: known.get(path.name) or _sum(path) for path in folder.iterdir() if _counts(path)}


def verify(folder: Path, name: str, expected: tuple[int, int] | None) -> None:
    """Raise `Broken` unless the file holds what was written; a file without a sum was written by a killed writer."""
    try:
        found = _sum(folder / name)
    except OSError as error:
        raise Broken(f"{name} cannot be read: {error.strerror}") from error
    if expected is not None and found != tuple(expected):
        raise Broken(f"{name} is damaged")


def _counts(path: Path) -> bool:
    return path.suffix in (".seg", ".toc")


def _sum(path: Path) -> tuple[int, int]:
    total = size = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            total, size = crc32(chunk, total), size + len(chunk)
    return size, total
