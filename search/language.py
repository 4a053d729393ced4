"""The query language: what stands in a search box, cut into pieces; whatever means nothing special is words.

Words, "phrases", -not, OR between two pieces, `organi*` for a beginning, and `name:value` where `name` is a field the
site knows: `kind:tool`, `org:"central labor council"`, `cost:<500`, `hours:2-5`, `since:2018`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from search.analysis import words
from search.model import Range

MIN_PREFIX = 3  # letters before a star: shorter beginnings stand on every page

_PIECE = re.compile(
    r"(?P<no>(?<!\S)-)?"
    r'(?:(?P<name>[^\W\d_][\w-]{0,30}):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))'
    r'|"(?P<phrase>[^"]*)"'
    r'|(?P<word>[^\s"]+))'
    r'|(?P<mark>")'
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_NUMBER = r"\$?(\d{1,12}(?:[.,]\d{1,3})*)"
_RANGE = re.compile(rf"(?:(?P<sign><=|>=|<|>|=)?{_NUMBER}|{_NUMBER}(?:-|–|\.\.){_NUMBER})")
_JOINED = re.compile(r"[^\W\d_]+(?:[-_'’‐‑][^\W\d_]+)+[.,;:!?]*")
_POSSESSIVE = re.compile(r"['’]s?(?=\W|$)", re.IGNORECASE)
_OR_BEFORE = re.compile(r"(?:^|\s)OR\s*$")
_OR_AROUND = re.compile(r"^\s*OR(?=\s|$)|(?:^|\s)OR\s*$")
_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?$")
LITTLE = 0.001  # what "less than" leaves out


class Fields(Protocol):
    """What the site knows by name."""

    def terms(self, name: str, value: str) -> tuple[str, tuple[str, ...]] | None:
        """The facet of this name and its terms that this value means; None when there is no such thing."""

    def number(self, name: str) -> str:
        """The number (of `Document.numbers`) that this name asks for; "" when there is no such thing."""


class NoFields:
    """Nothing is known by name."""

    def terms(self, name: str, value: str) -> tuple[str, tuple[str, ...]] | None:
        """None: every word is a word."""
        return None

    def number(self, name: str) -> str:
        """No number has a name."""
        return ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of what was typed; `no` when it must not be there.

    Its kind is `word` (or several), `joined` (words with hyphens between), `phrase`, `prefix`, `or`, `terms` of a
    facet, or `range`.
    """

    kind: str
    words: tuple[str, ...] = ()
    no: bool = False
    name: str = ""
    terms: tuple[str, ...] = ()
    range: Range | None = None


def pieces(typed: str, fields: Fields) -> Iterator[Piece]:
    """What was typed, piece by piece; never raises."""
    for match in _PIECE.finditer(typed.translate(_QUOTES)):
        no = bool(match["no"])
        if match["name"]:
            yield from _named(match, no, fields)
        elif match["phrase"] is not None:
            yield Piece("phrase", tuple(words(match["phrase"])), no)
        elif match["word"] == "OR" and not no:
            yield Piece("or")
        elif match["word"]:
            yield _word(match["word"], no)


def apart(typed: str, fields: Fields) -> tuple[str, tuple[Piece, ...]]:
    """What was typed without the filters in it, and these; ranges and what was excluded stay where they are."""
    return _cut(typed, fields, lambda piece: piece.kind == "terms" and not piece.no)


def without_range(typed: str, fields: Fields, name: str) -> str:
    """What was typed without the ranges of this number."""
    return _cut(typed, fields, lambda piece: piece.kind == "range" and piece.name == name)[0]


def without_terms(typed: str, fields: Fields, name: str, terms: tuple[str, ...]) -> str:
    """What was typed without refusing these terms of a facet."""
    return _cut(typed, fields, lambda piece: piece.no and (piece.name, piece.terms) == (name, terms))[0]


def plain(typed: str, fields: Fields) -> str:
    """What was typed without anything that is asked for, or refused, by name."""
    return _cut(typed, fields, lambda piece: piece.kind in ("terms", "range"))[0]


def _cut(typed: str, fields: Fields, which: Callable[[Piece], bool]) -> tuple[str, tuple[Piece, ...]]:
    """What was typed without some pieces and the OR beside them, and those pieces."""
    kept, found, at = "", list[Piece](), 0
    for match in _PIECE.finditer(typed.translate(_QUOTES)):
        made = list(_named(match, bool(match["no"]), fields)) if match["name"] else []
        if len(made) == 1 and which(made[0]):
            kept, at = _OR_BEFORE.sub("", kept + typed[at : match.start()]) + " ", match.end()
            found += made
    rest = kept + typed[at:]
    return (" ".join(_OR_AROUND.sub(" ", rest).split()), tuple(found)) if found else (typed, ())


def _word(typed: str, no: bool) -> Piece:
    typed = _POSSESSIVE.sub("", typed)
    found = tuple(words(typed))
    if _JOINED.fullmatch(typed) and len(found) > 1:
        return Piece("joined", found, no)
    if typed.endswith("*") and len(found) == 1 and len(found[0]) >= MIN_PREFIX and typed[:-1].isalnum():
        return Piece("prefix", found, no)
    return Piece("word", found, no and bool(re.match(r"\w", typed)))


def _named(match: re.Match[str], no: bool, fields: Fields) -> Iterator[Piece]:
    """A `name:value` that the site knows, else its words."""
    name = match["name"].lower()
    value = match["quoted"] if match["quoted"] is not None else match["value"]
    if (number := fields.number(name)) and (found := ranged(name, value)) and not no:
        yield Piece("range", name=number, range=found)
    elif value and (known := fields.terms(name, value)):
        yield Piece("terms", no=no, name=known[0], terms=known[1])
    elif match["quoted"] is not None:
        yield Piece("word", tuple(words(match["name"])))
        yield Piece("phrase", tuple(words(value)))
    else:
        yield Piece("word", tuple(words(f"{match['name']} {value}")))


def ranged(name: str, value: str) -> Range | None:
    """What `<500`, `<=500`, `>100`, `100-500`, `500` (up to it) mean; `since:2018` and `before:2018` are years."""
    if name in ("since", "before"):
        return _years(name, value)
    found = _RANGE.fullmatch(value)
    if found is None:
        return None
    sign, one, low, high = found.groups()
    if one is None:
        return Range(*sorted((_number(low), _number(high))))
    number = _number(one)
    above, below = Range(low=number), Range(high=number)
    ways = {">": Range(low=number + LITTLE), ">=": above, "<": Range(high=number - LITTLE), "=": Range(number, number)}
    return ways.get(sign or "", below)


def _years(name: str, value: str) -> Range | None:
    found = _YEAR.match(value)
    if found is None:
        return None
    year = int(found[1]) + (int(found[2]) - 1) / 12 if found[2] and 1 <= int(found[2]) <= 12 else float(found[1])
    return Range(low=year - LITTLE) if name == "since" else Range(high=year - LITTLE)


def _number(text: str) -> float:
    """A number as people write it: 1,500 or 1.5."""
    whole = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text) else text.replace(",", ".")
    return float(whole) if whole.count(".") <= 1 else float(whole.replace(".", ""))
