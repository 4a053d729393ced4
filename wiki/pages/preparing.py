"""From a writer's values to everything a revision stores: clean values, HTML, links and terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wiki.errors import Invalid, Problem
from wiki.kinds.display import visible_values
from wiki.kinds.indexing import aliases, facet_terms
from wiki.kinds.model import Field, FieldType, Kind, Library, Values
from wiki.kinds.reviewing import Every
from wiki.kinds.validation import clean, problems
from wiki.names import to_slug
from wiki.pages.merge import Merge
from wiki.pages.model import Revision
from wiki.rendering.ids import PREFIX
from wiki.rendering.pipeline import RENDERER_VERSION, render_many
from wiki.rendering.wiki_links import linked_titles


@dataclass(frozen=True, slots=True)
class Prepared:
    """A page's words made ready: what a revision keeps and what browsing and links need."""

    values: Values
    html: Mapping[str, str]
    headings: Mapping[str, list[Any]]
    links: Mapping[str, str]
    terms: Mapping[str, tuple[str, ...]]
    aliases: tuple[str, ...]
    size: int
    every: Every | None = None


def check(kind: Kind, library: Library, values: Values) -> Values:
    """The values in canonical form; raises `Invalid` with every problem that stands against publishing them."""
    cleaned = clean(kind, library, values)
    found = problems(kind, library, cleaned, publishing=True)
    if found:
        raise Invalid(found)
    return cleaned


def prepare(kind: Kind, values: Values, before: Revision | None = None) -> Prepared:
    """Render what changed since `before`, and carry over the HTML of what did not."""
    sections = {field.key: values[field.key] for field in kind.sections() if values.get(field.key)}
    html, headings = _carried(sections, before)
    fresh = {key: text for key, text in sections.items() if key not in html}
    taken = [row[1] for rows in headings.values() for row in rows] + _own_anchors(kind)
    for key, rendered in render_many(fresh, top=2 if kind.body else 3, taken=taken).items():
        html[key], headings[key] = rendered.html, [list(row) for row in rendered.headings]
    seen = visible_values(kind, values, sees_all=False)
    links = links_of(kind, seen, {key: words for key, words in html.items() if key in seen})
    return Prepared(values, html, headings, links, facet_terms(kind, values), aliases(kind, seen), _size(values),
                    kind.review_every)  # fmt: skip


def keep_hidden(kind: Kind, base: Values, mine: Values, *, sees_all: bool) -> Values:
    """Put back what the writer was not shown, so that saving a form never removes a withheld name.

    Raises `Invalid` when the writer would make a name public that is withheld from them.
    """
    if sees_all:
        return mine
    whole = dict(mine)
    for field in kind.fields:
        if field.shown_if is None or field.key not in base or is_shown(field, base):
            continue
        if field.key not in mine:
            whole[field.key] = base[field.key]
            if is_shown(field, mine):
                raise Invalid([Problem(field.shown_if.field, "This name is withheld. An editor has to show it.")])
    return whole


def in_order(kind: Kind, base: Values, mine: Values) -> Values:
    """The writer's values with the terms of a choice in the order they had, where only their order differs.

    Check boxes come back in the order of the vocabulary: that is nobody's change.
    """
    kept = {
        field.key: base[field.key]
        for field in kind.fields
        if field.type is FieldType.TERMS
        and isinstance(base.get(field.key), list)
        and sorted(base[field.key]) == sorted(mine.get(field.key) or [])
    }
    return {**mine, **kept}


def refuse_to_show(kind: Kind, now: Values, outcome: Merge) -> None:
    """Raise `Invalid` when a merge would show what the page withholds now, or asks to choose over it.

    For writers who do not see it: they cannot know that the name they would publish or replace is withheld.
    """
    for field in kind.fields:
        if field.shown_if is None or field.key not in now or is_shown(field, now):
            continue
        if any(conflict.key == field.key for conflict in outcome.conflicts):
            raise Invalid([Problem(field.key, "This name is withheld. An editor has to change it.")])
        if is_shown(field, outcome.values) and outcome.values.get(field.key) == now[field.key]:
            raise Invalid([Problem(field.shown_if.field, "This name is withheld. An editor has to show it.")])


def without_hidden_base(kind: Kind, base: Values, outcome: Merge) -> Merge:
    """The same merge, with no conflict that tells what the version the writer began with withheld from them."""
    hidden = {field.key for field in hidden_fields(kind, base)}
    shown = (replace(one, base=None) if one.key in hidden else one for one in outcome.conflicts)
    return replace(outcome, conflicts=tuple(shown))


def withheld_as_now(kind: Kind, now: Values, old: Values, *, sees_all: bool) -> Values:
    """An old version's values, with everything that the page withholds now as it stands now."""
    if sees_all:
        return old
    kept = {name for field in hidden_fields(kind, now) if (rule := field.shown_if) for name in (field.key, rule.field)}
    others = {name: value for name, value in old.items() if name not in kept}
    return others | {name: now[name] for name in kept if name in now}


def shareable(kind: Kind, now: Values, values: Values, *, sees_all: bool) -> Values:
    """Any version's values as a reader may see them: without what they withhold, and what the page withholds `now`."""
    if sees_all:
        return values
    hidden = {field.key for field in hidden_fields(kind, now)}
    return {key: value for key, value in visible_values(kind, values, sees_all=False).items() if key not in hidden}


def own_words(kind: Kind, versions: Sequence[Values], proposed: Values, *, sees_all: bool) -> Values:
    """What somebody submitted, for their form: without what `keep_hidden` put back from versions that withhold it."""
    if sees_all:
        return proposed
    taken = {
        field.key
        for version in versions
        for field in hidden_fields(kind, version)
        if field.key in version and proposed.get(field.key) == version[field.key]
    }
    return {key: value for key, value in proposed.items() if key not in taken}


def hidden_fields(kind: Kind, values: Values) -> tuple[Field, ...]:
    """The fields that these values keep from readers, filled in or not."""
    return tuple(field for field in kind.fields if not is_shown(field, values))


def is_shown(field: Field, values: Values) -> bool:
    """Whether a field's own condition for being shown to readers holds."""
    return field.shown_if is None or values.get(field.shown_if.field) in field.shown_if.values


def links_of(kind: Kind, values: Values, html: Mapping[str, str]) -> dict[str, str]:
    """Every name the page mentions, by wiki link or by reference, with the words it is mentioned by."""
    found: dict[str, str] = {}
    for text in html.values():
        for title in linked_titles(text):
            found.setdefault(to_slug(title), title[:200])
    for words in references(kind.fields, values):
        found.setdefault(to_slug(words), words[:200])
    return found


def references(fields: tuple[Field, ...], values: Mapping[str, Any]) -> list[str]:
    """The words of every page reference in these fields, records included."""
    words: list[str] = []
    for field in fields:
        value = values.get(field.key)
        if not value:
            continue
        if field.type is FieldType.PAGE:
            words.append(value)
        elif field.type is FieldType.PAGES:
            words.extend(value)
        elif field.type is FieldType.RECORDS:
            for row in value:
                words.extend(references(field.columns, row))
    return words


def _carried(sections: Mapping[str, str], before: Revision | None) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """The HTML and headings of sections whose text is as it was, made by the same renderer."""
    if before is None or before.renderer != RENDERER_VERSION:
        return {}, {}
    same = [key for key, text in sections.items() if before.values.get(key) == text and key in before.html]
    return {key: before.html[key] for key in same}, {key: before.headings.get(key, []) for key in same}


def _own_anchors(kind: Kind) -> list[str]:
    """The anchors that the page itself gives its sections, by key and by label."""
    return [PREFIX + to_slug(words) for field in kind.fields for words in (field.key, field.label)]


def _size(values: Values) -> int:
    return sum(len(str(value)) for value in values.values())
