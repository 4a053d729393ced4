"""What every site of a run would make anew, made once: compiled templates, read declarations, builders of addresses.

Some thousand tests make a site of their own; this is two thirds of what that costs, and it is the same every time.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from wiki import building
from wiki.kinds import declaration
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.model import Library


class Compiled(BytecodeCache):
    """Templates compiled once for all the sites of a run."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Bring what another site compiled."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it for the next."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def make_once() -> None:
    """Let the same declarations be read once, and addresses get their builder when one is first built."""
    building.load = load  # type: ignore[attr-defined]
    declaration.parse = cache(declaration.parse)
    now = Rule._compile_builder  # werkzeug compiles two for every rule, and most are never asked

    def later(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Callable[..., Any]] = []

        def build(self: Rule, **values: Any) -> Any:
            if not made:
                made.append(now(rule, append_unknown))
            return made[0](self, **values)

        return build

    Rule._compile_builder = later  # type: ignore[method-assign]


def load(content: Path) -> Library:
    """What is declared below `content`, read once for the same texts; each site follows its own changes of terms."""
    texts = tuple((path, path.read_bytes()) for path in sorted(content.glob("*/*.yaml")))
    read = _read(content, texts)
    return Library(read.kinds, LiveVocabularies(dict(read.vocabularies)))


@cache
def _read(content: Path, _texts: tuple[tuple[Path, bytes], ...]) -> Library:
    return declaration.load(content)
