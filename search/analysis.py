"""Words out of text: one way of cutting and folding for the index, for queries and for snippets."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

MAX_WORD = 64

# Chinese and Japanese are written without spaces: each character is a word of its own.
_ONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_LETTER = re.compile(rf"[^\W_{_ONE}]")
_WORD = re.compile(rf"[{_ONE}]|[^\W_{_ONE}]+")

_JOINING = "-_’'‐‑"
_COMPOUND = re.compile(rf"[^\W\d_]+(?:[{_JOINING}][^\W\d_]+)+")

# Words that say nothing about a page; what an apostrophe leaves behind is among them. "No" and "not" stay.
# fmt: off
STOP_WORDS = frozenset([
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "can", "could", "d", "did", "do", "does", "for", "from",
    "had", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "ll", "m", "me", "my", "of", "on", "or",
    "our", "re", "s", "should", "so", "t", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "to", "us", "ve", "was", "we", "were", "what", "when", "where", "which", "who", "will", "with", "would",
    "you", "your",
])
# fmt: on


def _base(char: str) -> str:
    """The plain small letter under an accented one, always exactly one character long."""
    apart = unicodedata.normalize("NFKD", char)
    small = apart[0].lower()
    return small if len(small) == 1 and all(unicodedata.combining(mark) for mark in apart[1:]) else char


# One character for one, so that a place in the folded text is the same place in the text.
_FOLD = {code: _base(chr(code)) for code in range(0x80, 0x2000) if _base(chr(code)) != chr(code)} | {
    ord(k): v for k, v in {"ß": "s", "ẞ": "s", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l"}.items()
}


def composed(text: str) -> str:
    """The text with accents and letters joined (NFC) and lone surrogates dropped; what all else here expects."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", "".join(c for c in text if not "\ud800" <= c <= "\udfff"))


def fold(text: str) -> str:
    """Small letters without accents, as many characters as before."""
    if text.isascii():
        return text.lower()
    plain = text.translate(_FOLD)
    small = plain.lower()
    return small if len(small) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


def words(text: str) -> list[str]:
    """The folded words of a composed text, in order; punctuation, `_`, `-` and apostrophes part them."""
    return [word[:MAX_WORD] for word in _WORD.findall(fold(text))]


def compounds(text: str) -> Iterator[str]:
    """The folded words that hyphens hold together, each written as one: "e-mail" is also "email"."""
    if not any(sign in text for sign in _JOINING):
        return
    for match in _COMPOUND.finditer(fold(composed(text))):
        yield "".join(_WORD.findall(match.group()))[:MAX_WORD]


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and folded word for each word of a composed text."""
    for match in _WORD.finditer(fold(text)):
        yield match.start(), match.end(), match.group()[:MAX_WORD]


class Sieve:
    """Finds the words of a text that begin like one of these, much faster than cutting the whole text into words."""

    def __init__(self, begins: Iterable[str]) -> None:
        # No classes of letters in here: compiling them for each query took longer than searching with them.
        self._begin = re.compile("|".join(map(re.escape, begins)) or r"(?!)")

    def find(self, folded: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and word for each, in order, from folded text."""
        at = 0
        while near := self._begin.search(folded, at):
            start = at = near.start()
            if start and _LETTER.match(folded, start) and _LETTER.match(folded, start - 1):
                at += 1  # it stands inside a longer word
            elif word := _WORD.match(folded, start):
                at = word.end()
                yield start, at, word.group()[:MAX_WORD]
            else:
                at += 1


def title_key(text: str) -> str:
    """What makes two titles the same: their folded words, one space apart."""
    return " ".join(words(composed(text)))
