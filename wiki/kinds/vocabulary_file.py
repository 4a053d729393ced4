"""A vocabulary as a file: read with every contradiction refused, and written so that reading gives it back."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from wiki.kinds.terms import ACTIVE, RETIRED, Moved, Term, Vocabulary
from wiki.kinds.yaml_tree import Entries, SourceError, read_key

TERM_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{0,59}")
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def read_vocabulary(key: str, entries: Entries) -> Vocabulary:
    """The vocabulary of this key; raises SourceError naming the line."""
    terms: dict[str, Term] = {}
    lines: dict[str, int] = {}
    for tree in entries.items("terms"):
        item = Entries(tree, "the term")
        term = _term(item, terms)
        terms[term.key], lines[term.key] = term, item.line_of("parent")
        item.finish()
    if not terms:
        raise SourceError(entries.line_of("terms"), "the vocabulary has no terms")
    moved = _moved(entries, terms)
    about = entries.text("label"), entries.text("description", "")
    built = Vocabulary(key, *about, terms, moved, entries.flag("about_people"))
    entries.finish()
    for term in terms.values():
        _check(built, term, lines[term.key])
    return built


def _term(item: Entries, terms: Mapping[str, Term]) -> Term:
    state = item.text("state", ACTIVE)
    if state not in (ACTIVE, RETIRED):
        raise SourceError(item.line_of("state"), f"a term is `{ACTIVE}` or `{RETIRED}`, not `{state}`")
    return Term(
        key=read_key(item, TERM_KEY, terms, "the term"),
        label=item.text("label"),
        definition=item.text("definition", ""),
        also=item.texts("also"),
        example=item.text("example", ""),
        parent=item.text("parent", ""),
        at_least=item.number("at_least"),
        state=state,
        replaced_by=item.text("replaced_by", ""),
    )


def _moved(entries: Entries, terms: Mapping[str, Term]) -> dict[str, Moved]:
    moved: dict[str, Moved] = {}
    for tree in entries.items("moved"):
        item = Entries(tree, "the key that leads on")
        key = read_key(item, TERM_KEY, {**terms, **moved}, "the term")
        moved[key] = Moved(key, item.text("label"), item.text("to"))
        if moved[key].to not in terms:
            raise SourceError(item.line_of("to"), f"`{key}` leads to `{moved[key].to}`, which is not declared")
        item.finish()
    return moved


def _check(vocabulary: Vocabulary, term: Term, line: int) -> None:
    for name, other in (("parent", term.parent), ("replacement", term.replaced_by)):
        if other and (other not in vocabulary.terms or other == term.key):
            raise SourceError(line, f"the {name} `{other}` of `{term.key}` is not another declared term")
    seen, above = {term.key}, term.parent
    while above:
        if above in seen:
            raise SourceError(line, f"the parents of `{term.key}` lead back to it")
        seen.add(above)
        above = vocabulary.terms[above].parent


def write_vocabulary(vocabulary: Vocabulary) -> str:
    """The vocabulary's file."""
    content: dict[str, Any] = {"label": vocabulary.label}
    if vocabulary.description:
        content["description"] = vocabulary.description
    if vocabulary.about_people:
        content["about_people"] = True
    content["terms"] = [_written(term) for term in vocabulary.terms.values()]
    if vocabulary.moved:
        content["moved"] = [{"key": one.key, "label": one.label, "to": one.to} for one in vocabulary.moved.values()]
    return str(
        yaml.dump(content, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10**6)
    )


def _written(term: Term) -> dict[str, Any]:
    number = term.at_least
    every = {
        "key": term.key,
        "label": term.label,
        "definition": term.definition,
        "also": list(term.also),
        "example": term.example,
        "parent": term.parent,
        "at_least": int(number) if number is not None and number.is_integer() else number,
        "state": term.state if term.is_retired else "",
        "replaced_by": term.replaced_by,
    }
    return {name: value for name, value in every.items() if value not in ("", [], None)}
