"""More like this: pages that share a page's words and terms, asked of the index with one query."""

from auth.model import Actor
from auth.policy import audience
from search.model import Clause, Query, SearchIndex, Term
from search.query import parse
from search.ranking import FEW
from search.stems import stem
from wiki.browsing.filters import Filters
from wiki.pages.lists import Lists
from wiki.pages.queries import PageRef

MOST_WORDS = 12
SHARED = {"area": 0.5, "tactic": 0.5, "tool": 0.3, "org_type": 0.3, "category": 0.5}  # what a shared term adds


class Alike:
    """Finds them within what the reader may see: the index finds, the database has the last word."""

    def __init__(self, index: SearchIndex, lists: Lists, filters: Filters) -> None:
        self._index = index
        self._lists = lists
        self._filters = filters

    def find(self, actor: Actor, slug: str, most: int) -> tuple[PageRef, ...] | None:
        """The pages most like this one, never itself; none for a page the actor does not see.

        None while the index is away: nobody knows then.
        """
        carried = self._lists.carried(actor, slug)
        if carried is None:
            return ()
        title, terms = carried
        like: dict[str, dict[str, float]] = {}
        for name, term in terms:
            if name in SHARED:
                like.setdefault(name, {})[term] = SHARED[name]
        labels = (self._filters.label(name, term, {}) for name, term in terms if name in SHARED)
        results = self._index.search(Query(clauses=_clauses(" ".join((title, *labels))), like=like), audience(actor))
        if not results.ready:
            return None
        found = self._lists.targets(actor, [hit.slug for hit in results.hits if hit.slug != slug])
        pages = tuple(found[hit.slug] for hit in results.hits if hit.slug in found)
        return tuple(page for page in pages if page.slug != slug)[:most]


def _clauses(text: str) -> tuple[Clause, ...]:
    """The telling words, each once."""
    by_stem: dict[str, str] = {}
    for word in parse(text).words:
        if root := stem(word):
            by_stem.setdefault(root, word)
    words = list(by_stem.values())[:MOST_WORDS]
    if 0 < len(words) <= FEW:  # so few would all have to be there
        return (Clause(tuple(Term((word,)) for word in words), tuple(words)),)
    return tuple(Clause((Term((word,)),), (word,)) for word in words)
