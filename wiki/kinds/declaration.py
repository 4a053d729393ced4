"""Reads the declared kinds and vocabularies from content/, and refuses what is broken with file, line and reason."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from auth.model import Permission
from wiki.kinds.declared_field import KEY, read_field
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.model import (
    FactLine,
    Field,
    FieldType,
    Group,
    Kind,
    Library,
    Vocabulary,
    facet_vocabulary,
)
from wiki.kinds.reviewing import Every, read_every
from wiki.kinds.vocabulary_file import read_vocabulary
from wiki.kinds.yaml_tree import Entries, Items, Leaf, SourceError, Tree, leaf_text, parse, read_key

LARGEST_FILE = 512 * 1024
_PATH = re.compile(r"[a-z][a-z0-9-]{0,39}")
_T = TypeVar("_T")


class DeclarationError(Exception):
    """A declaration is broken; `str()` is "content/kinds/tool.yaml:12: field `x` …"."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


def load(content: Path) -> Library:
    """Everything declared below `content`: kinds in menu order and vocabularies; raises DeclarationError."""
    vocabularies = load_vocabularies(content)
    paths = sorted((content / "kinds").glob("*.yaml"))
    if not paths:
        raise DeclarationError(f"{content.name}/kinds", 1, "no kind of page is declared")
    names = frozenset(path.stem for path in paths)
    kinds: dict[str, Kind] = {}
    order: dict[str, float] = {}
    for path in paths:
        kinds[path.stem], order[path.stem] = _read(
            content, path, lambda tree, key: _kind(key, Entries(tree, "the kind"), vocabularies, names, kinds)
        )
    ordered = sorted(kinds, key=lambda key: (order[key], key))
    return Library({key: kinds[key] for key in ordered}, LiveVocabularies(vocabularies))


def load_vocabularies(content: Path) -> dict[str, Vocabulary]:
    """The vocabularies declared below `content`; raises DeclarationError."""
    return {
        path.stem: _read(content, path, lambda tree, key: read_vocabulary(key, Entries(tree, "the vocabulary")))
        for path in sorted((content / "vocabularies").glob("*.yaml"))
    }


def _read(content: Path, path: Path, build: Callable[[Tree, str], _T]) -> _T:
    file = path.relative_to(content.parent).as_posix()
    if not KEY.fullmatch(path.stem):
        raise DeclarationError(file, 1, "the file's name must be a key: small letters, digits and underscores")
    try:
        return build(parse(path.read_text("utf-8"), LARGEST_FILE), path.stem)
    except SourceError as broken:
        raise DeclarationError(file, broken.line, broken.reason) from None
    except (OSError, UnicodeDecodeError):
        raise DeclarationError(file, 1, "the file cannot be read as UTF-8 text") from None


def _kind(
    key: str,
    entries: Entries,
    vocabularies: Mapping[str, Vocabulary],
    names: frozenset[str],
    others: Mapping[str, Kind],
) -> tuple[Kind, float]:
    groups = _groups(entries)
    fields: dict[str, Field] = {}
    for tree in entries.items("fields"):
        field = read_field(Entries(tree, "the field"), fields, vocabularies, names)
        if field.group not in groups:
            raise SourceError(tree.line, f"field `{field.key}` is in the group `{field.group}`, which does not exist")
        _check_facet(field, tree.line, others)
        fields[field.key] = field
    built = Kind(
        key=key,
        label=entries.text("label"),
        plural=entries.text("plural"),
        path=_path(entries, others),
        description=entries.text("description", ""),
        fields=tuple(fields.values()),
        groups=tuple(groups.values()),
        share=entries.text("share", ""),
        publish=_permission(entries),
        in_menu=entries.flag("in_menu", True),
        facts=_facts(entries, fields),
        facets=_facets(entries, fields),
        twins=_twins(entries, fields),
        body=entries.text("body", ""),
        one_of=_one_of(entries, fields),
        by_key=fields,
        review_every=_review_every(entries, fields),
    )
    order = entries.number("order")
    _check(entries, built)
    entries.finish()
    return built, 99.0 if order is None else order


def _check_facet(field: Field, line: int, others: Mapping[str, Kind]) -> None:
    """A facet means the same in every kind, since one search filters them all."""
    for other in others.values():
        for known in other.fields:
            if field.facet and known.facet == field.facet and facet_vocabulary(known) != facet_vocabulary(field):
                reason = f"field `{field.key}` fills the facet `{field.facet}` from other terms than `{other.key}` does"
                raise SourceError(line, reason)


def _path(entries: Entries, others: Mapping[str, Kind]) -> str:
    path = entries.text("path")
    if not _PATH.fullmatch(path) or any(path == other.path for other in others.values()):
        raise SourceError(entries.line_of("path"), f"the path `{path}` is taken or is not a plain address")
    return path


def _permission(entries: Entries) -> Permission:
    wanted = entries.text("publish", Permission.PAGE_PUBLISH.value)
    if wanted not in tuple(Permission):
        raise SourceError(
            entries.line_of("publish"), f"`publish` names the permission `{wanted}`, which does not exist"
        )
    return Permission(wanted)


def _review_every(entries: Entries, fields: Mapping[str, Field]) -> Every | None:
    written = entries.text("review_every", "")
    if not written:
        return None
    every, line = read_every(written), entries.line_of("review_every")
    if every is None:
        raise SourceError(line, "`review_every` must be a number of days, weeks, months or years, such as `6 months`")
    if "checked_on" not in fields or fields["checked_on"].type is not FieldType.DATE:
        raise SourceError(line, "`review_every` needs a date field `checked_on`")
    return every


def _groups(entries: Entries) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for tree in entries.items("groups"):
        item = Entries(tree, "the group")
        key = read_key(item, KEY, groups, "the group")
        groups[key] = Group(key, item.text("label"), item.text("hint", ""))
        item.finish()
    return groups


def _known(names: tuple[str, ...], fields: Mapping[str, Field], line: int, where: str) -> tuple[str, ...]:
    for name in names:
        if name not in fields:
            raise SourceError(line, f"{where} names the field `{name}`, which does not exist")
    return names


def _facts(entries: Entries, fields: Mapping[str, Field]) -> tuple[FactLine, ...]:
    lines = []
    for tree in entries.items("facts"):
        if isinstance(tree, Leaf):
            _known((tree.text,), fields, tree.line, "`facts`")
            lines.append(FactLine(fields[tree.text].label, (tree.text,)))
            continue
        item = Entries(tree, "the line of `facts`")
        names = _known(item.texts("fields"), fields, item.line_of("fields"), "`facts`")
        if not names:
            raise SourceError(item.line, "a line of `facts` needs at least one field")
        lines.append(FactLine(item.text("label"), names, _raw(item, "join", ", "), _raw(item, "alone", "")))
        item.finish()
    return tuple(lines)


def _raw(item: Entries, key: str, default: str) -> str:
    """A text whose spaces count."""
    tree = item.tree(key)
    return tree.text if isinstance(tree, Leaf) else default


def _facets(entries: Entries, fields: Mapping[str, Field]) -> tuple[str, ...]:
    names = tuple(field.facet for field in fields.values() if field.facet)
    for tree in entries.items("facets"):
        if leaf_text(tree, "facets") not in names:
            raise SourceError(tree.line, f"`facets` names `{leaf_text(tree, 'facets')}`, which no field fills")
    return entries.texts("facets")


def _twins(entries: Entries, fields: Mapping[str, Field]) -> tuple[str, str] | None:
    names = entries.texts("twins")
    if not names:
        return None
    _known(names, fields, entries.line_of("twins"), "`twins`")
    if len(names) != 2 or any(fields[name].type is not FieldType.SECTION for name in names):
        raise SourceError(entries.line_of("twins"), "`twins` must name two sections")
    return names[0], names[1]


def _one_of(entries: Entries, fields: Mapping[str, Field]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        _known(tuple(leaf_text(leaf, "one_of") for leaf in tree.items), fields, tree.line, "`one_of`")
        if isinstance(tree, Items)
        else _known((leaf_text(tree, "one_of"),), fields, tree.line, "`one_of`")
        for tree in entries.items("one_of")
    )


def _check(entries: Entries, kind: Kind) -> None:
    title = kind.by_key.get("title")
    if title is None or title.type is not FieldType.TEXT or not title.required:
        raise SourceError(entries.line_of("fields"), "every kind needs a required text field `title`")
    sections = tuple(field.key for field in kind.sections())
    if kind.body and sections != (kind.body,):
        raise SourceError(entries.line_of("body"), "`body` must be the only section of its kind")
