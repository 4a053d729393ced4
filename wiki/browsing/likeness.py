"""Organizations like ours: what a reader says once of their organization, and what makes a page close to it.

Said in a cookie, never kept by the site. It orders lists; it hides nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from wiki.errors import marked
from wiki.kinds.indexing import facets
from wiki.kinds.model import Library

OFF = "off"
UNKNOWN = "unknown"
LONGEST = 400
SAME = {"org_type": 0.4, "area": 0.3, "size": 0.2, "budget": 0.2, "hours": 0.15}  # points for the same term
NEXT = 0.5  # of these, for the band beside it
BANDS = ("size", "budget", "hours")
REASONS = {
    "org_type": marked("same type"),
    "area": marked("same area of work"),
    "size": marked("similar size"),
    "budget": marked("similar budget"),
    "hours": marked("fits your hours"),
}


@dataclass(frozen=True, slots=True)
class Ours:
    """What somebody said: facet to term. `on` is False while they switched it off, which forgets nothing."""

    terms: Mapping[str, str]
    on: bool = True

    @property
    def counts(self) -> bool:
        """Whether lists follow it."""
        return self.on and bool(self.terms)

    def cookie(self) -> str:
        """The same as a cookie keeps it."""
        return urlencode({**self.terms, **({} if self.on else {OFF: "1"})})


class Likeness:
    """What can be said of an organization in this library, and how close pages are to it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._vocabularies = {one.name: one.vocabulary for one in facets(library) if one.name in SAME}

    def questions(self) -> Iterator[tuple[str, str, Sequence[tuple[str, str]]]]:
        """What is asked: each facet with its label and its terms."""
        for name in SAME:
            if name in self._vocabularies:
                vocabulary = self._library.vocabularies[self._vocabularies[name]]
                yield (
                    name,
                    vocabulary.label,
                    [(term.key, term.label) for term in vocabulary.offered() if term.key != UNKNOWN],
                )

    def read(self, said: Mapping[str, str], *, on: bool = True) -> Ours:
        """What was said, without what the library does not know."""
        known = {name: term for name in SAME if (term := said.get(name, "")) and self._knows(name, term)}
        return Ours(known, on)

    def from_cookie(self, cookie: str) -> Ours:
        """What the cookie says; nothing when it is not ours."""
        try:
            said = dict(parse_qsl(cookie[:LONGEST], max_num_fields=10))
        except ValueError:
            said = {}
        return self.read(said, on=OFF not in said)

    def labels(self, ours: Ours) -> tuple[str, ...]:
        """What was said, in words."""
        return tuple(self._library.label(self._vocabularies[name], term) for name, term in ours.terms.items())

    def points(self, ours: Ours) -> dict[str, dict[str, float]]:
        """Facet to term to points: the term said, and the bands beside it."""
        return {name: self._points(name, term) for name, term in ours.terms.items()} if ours.on else {}

    def _points(self, name: str, term: str) -> dict[str, float]:
        keys = [key for key in self._library.vocabularies[self._vocabularies[name]].terms if key != UNKNOWN]
        at = keys.index(term)
        beside = [*keys[max(at - 1, 0) : at], *keys[at + 1 : at + 2]] if name in BANDS else []
        return {**dict.fromkeys(beside, SAME[name] * NEXT), term: SAME[name]}

    def _knows(self, name: str, term: str) -> bool:
        vocabulary = self._vocabularies.get(name, "")
        return bool(vocabulary) and term != UNKNOWN and term in self._library.vocabularies[vocabulary].terms
