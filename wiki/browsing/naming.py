"""Terms and kinds by the beginnings of their names: what somebody may mean who has typed only some letters of one."""

from collections.abc import Iterator, Mapping, Sequence

from search.analysis import words
from search.beginnings import Beginnings
from wiki.browsing.filters import Filters
from wiki.browsing.model import KIND
from wiki.kinds.fixed import ALWAYS
from wiki.kinds.model import Kind, Vocabulary

LOOKED_AT = 24  # terms, until enough are found that lead to pages

Named = tuple[str, str, str]  # facet, term and the name that begins like what was typed


class Naming:
    """All names that pages are filtered by, as the vocabularies were at one moment."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], kinds: Mapping[str, Kind], filters: Filters) -> None:
        self.made_of = vocabularies
        facets = {key: facet.name for key in vocabularies if (facet := filters.of_vocabulary(key))}
        self.vocabularies = {facet: key for key, facet in facets.items()}
        self._names: dict[tuple[str, str, int], str] = {
            (facet, term.key, number): name
            for key, facet in facets.items()
            for term in vocabularies[key].offered()
            if term.key not in ALWAYS
            for number, name in enumerate(vocabularies[key].names_of(term.key))
        }
        self._begin = Beginnings(self._names.items())
        self._kinds = {
            (kind.key, number): name for kind in kinds.values() for number, name in enumerate((kind.label, kind.plural))
        }
        self._kinds_begin = Beginnings(self._kinds.items())

    def matching(self, typed: str, facet: str = "") -> Iterator[Named]:
        """Those that begin like this, best first, each term once; of one facet, if it is named. No kinds."""
        keys = self._found(typed, facet) if words(typed) or not facet else tuple(self._names)
        seen: set[tuple[str, str]] = set()
        for name, term, number in keys:
            if (name, term) not in seen and (not facet or name == facet):
                seen.add((name, term))
                yield name, term, self._names[name, term, number]

    def kinds(self, typed: str) -> Iterator[Named]:
        """The kinds that begin like this, best first, each once; all of them when nothing was typed yet."""
        keys = self._kinds_begin.best(typed, LOOKED_AT) if words(typed) else list(self._kinds)
        yield from ((KIND, key, "") for key in dict.fromkeys(key for key, _ in keys))

    def _found(self, typed: str, facet: str) -> Sequence[tuple[str, str, int]]:
        return self._begin.best(typed, LOOKED_AT, self._of_facet(facet) if facet else None)

    def _of_facet(self, facet: str) -> set[tuple[str, str, int]]:
        return {key for key in self._names if key[0] == facet}
