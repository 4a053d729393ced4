"""Which addresses a text may point to, decided on our own and not left to a sanitizer."""

import html
import re

from wiki.rendering.allowlist import SCHEMES

# What browsers drop or ignore while they look for a scheme: C0, space, DEL, C1 and invisible format characters.
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]")
_ENDS_SCHEME = re.compile(r"[:/?#]")
_ROUNDS = 8
_ALLOWED = {"", *(f"{each}:" for each in SCHEMES)}


def _bare(value: str) -> str:
    """The address without what browsers ignore, and with even doubly written entities read."""
    for _ in range(_ROUNDS):
        value, before = html.unescape(value), value
        if value == before:
            break
    return _IGNORED.sub("", value)


def scheme(value: str) -> str:
    """The scheme a browser could see in an address, in lower case; empty for a relative one."""
    bare = _bare(value)
    end = _ENDS_SCHEME.search(bare)
    return bare[: end.start()].casefold() + ":" if end and end.group() == ":" else ""


def is_allowed(value: str) -> bool:
    """Whether an address has no scheme or one of the few we trust."""
    return scheme(value) in _ALLOWED


def is_external(value: str) -> bool:
    """Whether an address leaves this site (mail addresses do not)."""
    bare = _bare(value)
    return scheme(value) in {"http:", "https:"} or (len(bare) > 1 and bare[0] in "/\\" and bare[1] in "/\\")


def is_own(value: str) -> bool:
    """Whether an address is relative to this site."""
    return not scheme(value) and not is_external(value)
