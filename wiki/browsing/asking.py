"""What can be asked for by name in a search box, and the field's words that mean the same, in this site's library."""

from collections.abc import Iterator
from pathlib import Path

from search.analysis import title_key
from search.synonyms import Synonyms
from wiki.browsing.filters import Filters
from wiki.browsing.model import KIND
from wiki.kinds.indexing import SINCE
from wiki.kinds.model import Library, Term
from wiki.kinds.synonyms import read_groups
from wiki.names import to_slug

SHORT = {"org": "org_type", "type": "org_type", "topic": "area", "language": "language", "lang": "language"}
BY = "by"
NUMBERS = {"cost": "cost", "hours": "hours", "setup": "setup", "since": SINCE, "before": SINCE}


class Asking:
    """`search.language.Fields` over a library: facets and kinds by their names, terms by key, label or other name."""

    def __init__(self, library: Library, filters: Filters) -> None:
        self._library = library
        self._filters = filters

    def terms(self, name: str, value: str) -> tuple[str, tuple[str, ...]] | None:
        """The facet of this name and the terms that this value means; None when the library has no such thing."""
        name = SHORT.get(name, name)
        if name == BY:
            return (BY, (handle,)) if (handle := to_slug(value, "")) else None
        if name != KIND and name not in self._filters.names():
            return None
        found = self._kinds(value) if name == KIND else self._of_facet(name, value)
        return (name, found) if found else None

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
        vocabulary = self._filters.vocabulary_of(name)
        if not vocabulary:
            slug = to_slug(value, "")
            return (slug,) if slug and self._filters.knows(name, slug) else ()
        wanted = title_key(value)
        terms = self._library.vocabularies[vocabulary].terms.values()
        exact = tuple(term.key for term in terms if wanted in map(title_key, _names(term)))
        return exact or tuple(term.key for term in terms if wanted and wanted in title_key(term.label).split())


def synonyms(library: Library, content: Path) -> Synonyms:
    """The groups of the site's list, and each term with what it is also called."""
    of_terms = (
        [term.label, *term.also]
        for vocabulary in library.vocabularies.values()
        for term in vocabulary.terms.values()
        if term.also
    )
    return Synonyms([*read_groups(content), *of_terms])


def _names(term: Term) -> Iterator[str]:
    yield from (term.key, term.label, *term.also)
