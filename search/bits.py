"""Sets of page places as one Python integer each: small, and counted and combined at the speed of C."""

from collections.abc import Iterable, Sequence
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


class Sums:
    """A whole number for every place, all of them added to at once: one set of places for each binary digit."""

    def __init__(self) -> None:
        self._digits: list[int] = []

    def add(self, places: int, much: int) -> None:
        """Add `much`, which is not below zero, to the number of each of these places."""
        for digit in range(much.bit_length()):
            carried = places if much >> digit & 1 else 0
            while carried:
                if digit >= len(self._digits):
                    self._digits += [0] * (digit + 1 - len(self._digits))
                held = self._digits[digit]
                self._digits[digit], carried = held ^ carried, held & carried
                digit += 1

    def least(self, much: int, among: int) -> int:
        """Those of `among` whose number is at least `much`."""
        above, level = 0, among
        for digit in reversed(range(max(len(self._digits), much.bit_length()))):
            held = self._digits[digit] if digit < len(self._digits) else 0
            if much >> digit & 1:
                level &= held
            else:
                above |= level & held
                level &= ~held
        return above | level

    def best(self, count: int, among: int) -> tuple[int, int, int]:
        """The `count` of `among` with the highest numbers.

        They are all of the first set and any of the second, which have the same number, the third of the answer.
        """
        sure, level, much = 0, among, 0
        for digit in reversed(range(len(self._digits))):
            high = level & self._digits[digit]
            if sure.bit_count() + high.bit_count() >= count:
                level, much = high, much | 1 << digit
            else:
                sure, level = sure | high, level & ~high
        return sure, level, much

    def numbers(self, places: Sequence[int], size: int) -> list[int]:
        """The number of each of these places, all below `size`."""
        held = [(1 << digit, flags(places_, size)) for digit, places_ in enumerate(self._digits)]
        return [sum(worth for worth, holds in held if holds[place]) for place in places]
