"""Sets of page places as one Python integer each: small, and counted and combined at the speed of C."""

from collections.abc import Iterable
from itertools import compress

_TO_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_TO_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


def mask(places: Iterable[int], size: int) -> int:
    """The set of these places, each below `size`."""
    flags = bytearray(size + 1)  # one more, so that even an empty set has a digit
    for place in places:
        flags[place] = 1
    flags.reverse()
    return int(flags.translate(_TO_DIGITS), 2)


def flags(mask: int, size: int) -> bytes:
    """One byte a place: 1 where the set holds it."""
    return format(mask, f"0{max(size, 1)}b").encode().translate(_TO_FLAGS)[::-1]


def places(mask: int, size: int) -> list[int]:
    """The places in the set, in order."""
    return list(compress(range(size), flags(mask, size)))
