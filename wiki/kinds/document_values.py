"""Turns what stands in a document's front matter into a field's value, by the field's type."""

from typing import Any

from wiki.kinds.amounts import parse_number
from wiki.kinds.cleaning import MONEY_KEYS
from wiki.kinds.model import Field, FieldType, Values
from wiki.kinds.yaml_tree import Entries, Items, Leaf, SourceError, Table, Tree, leaf_text


def field_value(field: Field, tree: Tree) -> Any:
    """The value a field holds, None when it is empty; raises SourceError when it has another shape."""
    if isinstance(tree, Leaf) and tree.empty:
        return None
    if field.type is FieldType.RECORDS:
        return [_record(field, item) for item in _list(field, tree)]
    if field.type in (FieldType.TERMS, FieldType.PAGES):
        return [leaf_text(item, field.key) for item in _list(field, tree)]
    if field.type is FieldType.MONEY:
        return _money(field, tree)
    written = leaf_text(tree, field.key)
    return _number(field.key, written, tree.line) if field.type is FieldType.NUMBER else written


def meta_value(key: str, tree: Tree) -> Any:
    """What every page has: a number for the revision, a list for old addresses, text for the rest."""
    if isinstance(tree, Leaf) and tree.empty:
        return None
    if key == "moved_from":
        return [leaf_text(item, key) for item in (tree.items if isinstance(tree, Items) else (tree,))]
    written = leaf_text(tree, key)
    return _number(key, written, tree.line) if key == "revision" else written


def _list(field: Field, tree: Tree) -> tuple[Tree, ...]:
    if isinstance(tree, Table):
        raise SourceError(tree.line, f"`{field.key}` must be a list")
    return tree.items if isinstance(tree, Items) else (tree,)


def _record(field: Field, tree: Tree) -> Values:
    if not isinstance(tree, Table):
        raise SourceError(tree.line, f"each entry of `{field.key}` must be a mapping of keys to values")
    columns = {column.key: column for column in field.columns}
    for key, (line, _) in tree.entries.items():
        if key not in columns:
            raise SourceError(line, f"`{key}` is not a column of `{field.key}`")
    return {key: field_value(columns[key], value) for key, (_, value) in tree.entries.items()}


def _money(field: Field, tree: Tree) -> Values:
    entries = Entries(tree, f"`{field.key}`")
    money: Values = {"amount": _number("amount", entries.text("amount"), entries.line_of("amount"))}
    money["currency"] = entries.text("currency", "USD")
    if year := entries.text("year", ""):
        money["year"] = _number("year", year, entries.line_of("year"))
    if entries.flag("estimate"):
        money["estimate"] = True
    entries.finish()
    return {key: money[key] for key in MONEY_KEYS if key in money}


def _number(key: str, written: str, line: int) -> int | float:
    number = parse_number(written)
    if number is None:
        raise SourceError(line, f"`{key}` must be a number, zero or more")
    return number
