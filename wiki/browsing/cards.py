"""Cards: what a list shows of one page."""

from collections.abc import Callable
from datetime import datetime

from search.model import Hit
from wiki.browsing.filters import Filters
from wiki.browsing.likeness import REASONS, UNKNOWN
from wiki.browsing.model import Card
from wiki.kinds.model import FieldType, Library
from wiki.names import to_slug
from wiki.pages import checking
from wiki.pages.queries import PageRef
from wiki.rendering.ids import PREFIX

GLANCE = ("size", "outcome", "cost")  # facets told at a glance, beside the kind of organization
ANCHORED = (FieldType.SECTION, FieldType.RECORDS, FieldType.PAGES)


class Cards:
    """Makes cards of what the index found, in this library's words."""

    def __init__(self, library: Library, filters: Filters, clock: Callable[[], datetime]) -> None:
        self._library = library
        self._filters = filters
        self._clock = clock

    def of(self, hit: Hit) -> Card:
        """The card of a page that was found."""
        part = hit.part
        anchor = PREFIX + to_slug(part.key) if part and self._has_anchor(hit.kind, part.key) else ""
        below = part.key if part and "/" in part.key else ""
        return Card(
            slug=hit.slug,
            title=hit.title,
            kind=hit.kind,
            org=", ".join(self._filters.label("org_type", term, {}) for term in hit.terms.get("org_type", ())),
            changed=hit.changed,
            snippet=hit.snippet,
            summary=hit.summary,
            anchor=anchor,
            below=below,
            heading=part.heading if part and (anchor or below) else "",
            why=hit.why,
            overdue=hit.overdue,
            facts=tuple(
                (name, terms[0], self._filters.label(name, terms[0], {}))
                for name in GLANCE
                if (terms := hit.terms.get(name)) and terms[0] != UNKNOWN
            ),
            near=tuple(REASONS[name] for name in hit.near if name in REASONS),
        )

    def plain(self, ref: PageRef) -> Card:
        """The card of a page as the database knows it."""
        overdue = checking.is_overdue(ref.due, self._clock().date())
        return Card(ref.slug, ref.title, ref.kind, "", ref.updated, summary=ref.summary, overdue=overdue)

    def _has_anchor(self, kind: str, key: str) -> bool:
        """Whether this part stands on the page under a heading of its own."""
        declared = self._library.kinds.get(kind)
        if declared is None or key not in declared.by_key or key == declared.body:
            return False
        return declared.by_key[key].type in ANCHORED and not any(key in line.fields for line in declared.facts)
