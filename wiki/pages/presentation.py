"""A reading made ready for its template: facts, sections with their HTML, contents and byline; no questions left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wiki.kinds.display import Fact, FactPart, Section, completeness, facts, sections, term_part
from wiki.kinds.model import FieldType, Kind, Library
from wiki.names import to_slug
from wiki.pages.queries import PageRef
from wiki.pages.reading import Reading
from wiki.rendering.ids import PREFIX
from wiki.rendering.wiki_links import resolve

SOURCES = "sources"
LONGEST_FLAT_LINE = 6  # stations; more stand one below the other


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents; `ours` when its words are declared, not typed."""

    anchor: str
    words: str
    level: int
    ours: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One part of the page. `html` is the renderer's, links resolved for this reader; `also` a second anchor."""

    section: Section
    anchor: str
    also: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Everything the template of a page says."""

    kind: Kind
    title: str
    summary: str
    slug: str
    number: int
    facts: tuple[Fact, ...]
    about: tuple[FactPart, ...]
    shown: tuple[Shown, ...]
    twins: tuple[Shown, ...]
    contents: tuple[Entry, ...]
    missing: tuple[str, ...]
    sources: int
    updated: datetime
    author: str
    accepted_by: str
    targets: Mapping[str, PageRef]


def present(reading: Reading, library: Library) -> View:
    """The view of a reading, in the words of the library."""
    kind, values, revision = reading.kind, reading.values, reading.revision
    shown = tuple(_shown(reading, section) for section in sections(kind, library, values, sees_all=True))
    return View(
        kind=kind,
        title=str(values.get("title", reading.page.title)),
        summary=str(values.get("summary", "")),
        slug=reading.page.slug,
        number=revision.number,
        facts=facts(kind, library, values, sees_all=True),
        about=_about(kind, library, values),
        shown=shown,
        twins=tuple(one for one in shown if one.section.twin),
        contents=tuple(_contents(reading, shown)),
        missing=completeness(kind, values),
        sources=len(values.get(SOURCES, ())),
        updated=revision.created,
        author=reading.author,
        accepted_by=reading.reviewer,
        targets=reading.targets,
    )


def addresses(targets: Mapping[str, PageRef]) -> dict[str, str | None]:
    """Name to address, as the renderer wants it."""
    return {name: ref.slug for name, ref in targets.items()}


def _shown(reading: Reading, section: Section) -> Shown:
    anchor, also = PREFIX + to_slug(section.key), PREFIX + to_slug(section.heading, "")
    html = resolve(reading.revision.html.get(section.key, ""), addresses(reading.targets))
    return Shown(section, anchor, "" if also in (anchor, PREFIX) else also, html)


def _about(kind: Kind, library: Library, values: Mapping[str, object]) -> tuple[FactPart, ...]:
    """The areas of work, for the byline."""
    field = next((field for field in kind.fields if field.facet == "area" and field.type is FieldType.TERMS), None)
    chosen = values.get(field.key, ()) if field else ()
    if field is None or not isinstance(chosen, Sequence):
        return ()
    return tuple(term_part(field, library, term) for term in chosen)


def _contents(reading: Reading, shown: Sequence[Shown]) -> Iterator[Entry]:
    for one in shown:
        if one.section.heading:
            yield Entry(one.anchor, one.section.heading, 2, True)
        if one.section.key == reading.kind.body:
            for level, anchor, words in reading.revision.headings.get(one.section.key, ()):
                yield Entry(anchor, words, level, False)
