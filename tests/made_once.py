"""What every site of a run would make anew, made once: compiled templates, read declarations, builders of addresses.

Some thousand tests make a site of their own; this is two thirds of what that costs, and it is the same every time.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from wiki.kinds import declaration


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
    """Let declarations be parsed once for each text, and addresses get their builder when one is first built."""
    declaration.parse = lru_cache(maxsize=None)(declaration.parse)
    now = Rule._compile_builder  # werkzeug compiles two for every rule, and most are never asked

    def later(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        made: list[Callable[..., Any]] = []

        def build(self: Rule, **values: Any) -> Any:
            if not made:
                made.append(now(rule, append_unknown))
            return made[0](self, **values)

        return build

    Rule._compile_builder = later  # type: ignore[method-assign]
