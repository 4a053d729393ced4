"""Tags: add terms to many pages at once or take them away; each page gets a normal revision, and each its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auth.errors import Forbidden
from auth.model import Actor, Permission
from auth.policy import LOWEST, audience, require
from search.model import Results, SearchIndex
from search.query import parse
from storage.database import Database
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.kinds.model import Field, FieldType, Kind, Library, Values
from wiki.pages import policy, queries
from wiki.pages.model import PUBLISHED, Page
from wiki.pages.preparing import check
from wiki.pages.recording import Change
from wiki.pages.service import EditConflict, Pages

MOST = 100  # pages at once: what somebody can look over, and what one request can save
ADD, REMOVE = "add", "remove"

__all__ = ["ADD", "MOST", "REMOVE", "Planned", "Tags", "Wish"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do: add these terms to this field or remove them."""

    field: str = ""
    deed: str = ADD
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """One page: its tags before and after, or why it is left as it is."""

    slug: str
    title: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    skipped: str = ""


class Tags:
    """Tidies the tags of many pages of one kind; practitioners and up, where they publish at once."""

    def __init__(self, database: Database, pages: Pages, library: Library, index: SearchIndex) -> None:
        self._database = database
        self._pages = pages
        self._library = library
        self._index = index

    def kind(self, actor: Actor, key: str) -> Kind:
        """The kind whose pages are tidied; raises `NotFound`, `Forbidden`."""
        require(actor, Permission.PAGE_TAG)
        kind = self._pages.kind(key)
        if not policy.may_tag(actor, kind):
            raise Forbidden(kind.publish, LOWEST[kind.publish])
        return kind

    def fields(self, kind: Kind) -> Sequence[Field]:
        """The fields of closed lists of terms, without those that decide whether a name is shown."""
        deciding = {field.shown_if.field for field in kind.fields if field.shown_if}
        wanted = (FieldType.TERM, FieldType.TERMS)
        return [one for one in kind.fields if one.type in wanted and one.vocabulary and one.key not in deciding]

    def find(self, actor: Actor, kind: Kind, text: str, filters: Mapping[str, tuple[str, ...]], page: int) -> Results:
        """Pages of this kind as a search finds them, a hundred at a time."""
        known = {field.facet for field in kind.fields if field.facet}
        wanted = {name: terms for name, terms in filters.items() if name in known} | {"kind": (kind.key,)}
        return self._index.search(parse(text, wanted, "best" if text else "title", page, MOST), audience(actor))

    def plan(self, actor: Actor, kind: Kind, wish: Wish, slugs: Sequence[str]) -> Sequence[Planned]:
        """What would change on each page; raises `Invalid` for a wish or a choice that cannot be."""
        field = self._field(kind, wish, slugs)
        return [self._planned(actor, kind, field, wish, slug)[0] for slug in dict.fromkeys(slugs)]

    def apply(self, actor: Actor, kind: Kind, wish: Wish, slugs: Sequence[str], note: str = "") -> Sequence[Planned]:
        """Do it, page by page; what was refused for one page says why and stops no other."""
        field = self._field(kind, wish, slugs)
        return [self._saved(actor, kind, field, wish, slug, note) for slug in dict.fromkeys(slugs)]

    def _saved(self, actor: Actor, kind: Kind, field: Field, wish: Wish, slug: str, note: str) -> Planned:
        planned, page, values = self._planned(actor, kind, field, wish, slug)
        if planned.skipped or page is None:
            return planned
        try:
            self._pages.publish_change(
                actor, page.id, page.number, Change(values, self._note(field, wish, note), actor.id)
            )
        except EditConflict:
            return Planned(slug, page.title, skipped=marked("Somebody changed it at the same moment."))
        except Invalid as error:
            return Planned(slug, page.title, skipped=error.problems[0].message)
        except NotFound:
            return Planned(slug, slug, skipped=marked("There is no such page."))
        return planned

    def _planned(
        self, actor: Actor, kind: Kind, field: Field, wish: Wish, slug: str
    ) -> tuple[Planned, Page | None, Values]:
        with self._database.read() as session:
            page = queries.find(session, actor, slug)
            now = queries.revision(session, page, page.number) if page else None
        if page is None or now is None or page.state != PUBLISHED:
            return Planned(slug, slug, skipped=marked("There is no such page.")), None, {}
        if page.kind != kind.key:
            return Planned(slug, page.title, skipped=marked("It is of another kind.")), None, {}
        if page.locked:
            return Planned(slug, page.title, skipped=marked("It is locked.")), None, {}
        before = _terms(field, now.values)
        after = _changed(field, before, wish)
        words = self._words(field, before), self._words(field, after)
        if before == after:
            return Planned(slug, page.title, *words, skipped=marked("It is like that already.")), None, {}
        values = {key: value for key, value in now.values.items() if key != field.key}
        if after:
            values[field.key] = list(after) if field.type is FieldType.TERMS else after[0]
        try:
            check(kind, self._library, values)
        except Invalid as error:
            about = next((one for one in error.problems if one.field == field.key), None)
            refused = (
                marked("This page needs at least one.")
                if about and not after
                else marked("It lacks something that such pages need today. Edit it by hand.")
            )
            return Planned(slug, page.title, *words, skipped=refused), None, {}
        return Planned(slug, page.title, *words), page, values

    def _field(self, kind: Kind, wish: Wish, slugs: Sequence[str]) -> Field:
        problems = []
        if not slugs:
            problems.append(Problem("pages", marked("Choose at least one page.")))
        if len(set(slugs)) > MOST:
            problems.append(Problem("pages", marked("Choose at most %(count)s pages at once."), {"count": MOST}))
        field = next((one for one in self.fields(kind) if one.key == wish.field), None)
        if field is None:
            raise Invalid([*problems, Problem("terms", marked("Choose terms of a list."))])
        terms = self._library.vocabularies[field.vocabulary].terms
        lost = [term for term in wish.terms if term not in terms or terms[term].is_retired]
        if lost and wish.deed == ADD:
            words = marked("“%(term)s” is not in the list any more. Choose again.")
            problems.append(Problem("terms", words, {"term": lost[0][:60]}))
        if not wish.terms:
            problems.append(Problem("terms", marked("Choose at least one term.")))
        if field.type is FieldType.TERM and len(wish.terms) > 1:
            problems.append(Problem("terms", marked("A page can have only one of these. Choose one.")))
        if problems:
            raise Invalid(problems)
        return field

    def _words(self, field: Field, terms: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._library.label(field.vocabulary, term) for term in terms)

    def _note(self, field: Field, wish: Wish, note: str) -> str:
        sign = "+" if wish.deed == ADD else "−"
        terms = ", ".join(f"{sign}{words}" for words in self._words(field, wish.terms))
        return f"Tags tidied ({field.label}: {terms}). {note}".strip()[:500]


def _terms(field: Field, values: Values) -> tuple[str, ...]:
    value = values.get(field.key)
    return tuple(value) if isinstance(value, list) else (value,) if value else ()


def _changed(field: Field, before: tuple[str, ...], wish: Wish) -> tuple[str, ...]:
    if wish.deed == REMOVE:
        return tuple(term for term in before if term not in wish.terms)
    if field.type is FieldType.TERM:
        return wish.terms
    return (*before, *(term for term in wish.terms if term not in before))
