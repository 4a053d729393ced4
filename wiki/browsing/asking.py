"""What can be asked for by name in a search box: the facets, kinds and numbers of this site's library."""

from collections.abc import Iterator

from search.analysis import title_key
from search.model import BY
from wiki.browsing.filters import Filters
from wiki.browsing.model import KIND
from wiki.browsing.tallies import Tallies
from wiki.kinds.indexing import SINCE
from wiki.kinds.model import Library, Vocabulary
from wiki.names import to_slug

SHORT = {"org": "org_type", "type": "org_type", "topic": "area", "language": "language", "lang": "language"}
NUMBERS = {"cost": "cost", "hours": "hours", "setup": "setup", "since": SINCE, "before": SINCE}


class Asking:
    """`search.language.Fields` over a library: facets and kinds by their names, terms by key, label or other name."""

    def __init__(self, library: Library, tallies: Tallies | None = None) -> None:
        self._library = library
        self.filters = Filters(library, tallies)

    def terms(self, name: str, value: str) -> tuple[str, tuple[str, ...]] | None:
        """The facet of this name and the terms that this value means; None when the library has no such thing."""
        name = SHORT.get(name, name)
        if name != KIND and name not in self.filters.names():
            return None
        found = self._meant(name, value)
        return (name, found) if found else None

    def facet(self, name: str) -> str:
        """The facet of this name whose terms a vocabulary holds; "" when there is none."""
        name = SHORT.get(name, name)
        return name if self.filters.vocabulary_of(name) else ""

    def _meant(self, name: str, value: str) -> tuple[str, ...]:
        if name == BY:
            return (value,) if self.filters.knows(BY, value) else ()
        return self._kinds(value) if name == KIND else self._of_facet(name, value)

    def number(self, name: str) -> str:
        """The number this name asks for; "" when there is none."""
        return NUMBERS.get(name, "")

    def _kinds(self, value: str) -> tuple[str, ...]:
        wanted = title_key(value)
        return tuple(
            kind.key
            for kind in self._library.kinds.values()
            if wanted in map(title_key, (kind.key, kind.label, kind.plural, kind.path))
        )

    def _of_facet(self, name: str, value: str) -> tuple[str, ...]:
        vocabulary = self.filters.vocabulary_of(name)
        if not vocabulary:
            slug = to_slug(value, "")
            return (slug,) if slug and self.filters.knows(name, slug) else ()
        wanted = title_key(value)
        known = self._library.vocabularies[vocabulary]
        exact = tuple(key for key in known.terms if wanted in map(title_key, _names(known, key)))
        return exact or tuple(
            key for key, term in known.terms.items() if wanted and wanted in title_key(term.label).split()
        )


def _names(vocabulary: Vocabulary, key: str) -> Iterator[str]:
    yield from (key, *vocabulary.names_of(key))
