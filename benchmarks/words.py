"""Text that looks like the library's own: its sentences in a new order, with made-up place names in between."""

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from wiki.kinds.document import read
from wiki.kinds.model import FieldType, Library

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_NOT_PROSE = re.compile(r"^\s*(?:[#|>`~\d*+-]|\[\^|:::)|\]\(|\[\[|[*_`|\\<>\[\]]")
_SYLLABLES = [
    "bra",
    "ca",
    "del",
    "es",
    "fen",
    "gar",
    "hol",
    "ing",
    "kir",
    "lan",
    "mar",
    "nor",
    "os",
    "pel",
    "quin",
    "rem",
    "sol",
    "tan",
    "ur",
    "vale",
    "wick",
    "yar",
    "zen",
    "ton",
    "ford",
]


@dataclass
class Words:
    """A source of sentences, titles and names; the same seed gives the same ones in the same order."""

    sentences: list[str]
    random: random.Random
    _titles: set[str] = field(default_factory=set)

    def sentence(self) -> str:
        """A sentence; every fourth one says of which place, so that rare words are as common as in real text."""
        said = self.random.choice(self.sentences)
        return f"In {self.name()}, {said[0].lower()}{said[1:]}" if self.random.random() < 0.25 else said

    def fragment(self, longest: int) -> str:
        """Words without a full stop, at most so many characters."""
        words = self.sentence().rstrip(".!?:;").split()
        size = min(len(words), self.random.randint(4, 14))
        return _cut(words[:size], longest)

    def title(self, longest: int) -> str:
        """A title nobody had yet."""
        while True:
            title = _cut([*self.fragment(longest - 22).split(), "in", self.name()], longest)
            if title.casefold() not in self._titles:
                self._titles.add(title.casefold())
                return title[0].upper() + title[1:]

    def name(self) -> str:
        """A made-up place; few are common and most are rare."""
        rank = int(20_000 ** self.random.random())
        made = random.Random(rank)  # a name belongs to its rank, whatever the seed
        return "".join(made.choice(_SYLLABLES) for _ in range(made.randint(2, 4))).capitalize()


def from_library(library: Library, pages: Path, seed: int) -> Words:
    """Words made of the sections of these documents."""
    found: dict[str, None] = {}
    for file in sorted(pages.glob("*.md")):
        document = read(file.read_text("utf-8"), library)
        for each in library.kinds[document.kind].fields:
            if each.type is FieldType.SECTION:
                found.update(dict.fromkeys(_sentences(document.values.get(each.key, ""))))
    return Words(list(found), random.Random(seed))


def _sentences(text: str) -> list[str]:
    lines = (re.sub(r"^\s*(?:[-*+]|\d+\.)\s+", "", line) for line in text.split("\n"))
    parts = (part.strip() for line in lines for part in _SENTENCE.split(line))
    return [part for part in parts if 25 < len(part) < 300 and not _NOT_PROSE.search(part)]


def _cut(words: list[str], longest: int) -> str:
    while len(words) > 1 and len(" ".join(words)) > longest:
        words = words[:-1]
    return " ".join(words)[:longest].strip()
