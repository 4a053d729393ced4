"""The words of a page in their order, four bytes each, in which a phrase is found as a run of bytes.

Two words with the same four bytes (their CRC-32) would be taken for each other; that is one pair in four billion.
"""

from collections.abc import Iterable, Sequence
from zlib import crc32

_WIDTH = 4
_BREAK = bytes(_WIDTH)  # between two passages, so that no phrase reaches across


def in_a_row(words: Sequence[str]) -> bytes:
    """These words next to each other."""
    return b"".join([crc32(word.encode()).to_bytes(_WIDTH, "big") for word in words])


def sequence(texts: Iterable[Sequence[str]]) -> bytes:
    """The words of all passages."""
    return _BREAK.join(in_a_row(words) for words in texts if words)


def says(said: bytes, wanted: bytes) -> bool:
    """Whether these words stand next to each other in a sequence."""
    at = said.find(wanted)
    while at >= 0 and at % _WIDTH:
        at = said.find(wanted, at + 1)
    return at >= 0
