"""Lays what editors changed over what a file declares; whatever the two say together is a valid vocabulary.

Files stay the default: a row holds only the words that were changed, so a newer file is still taken up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wiki.kinds.terms import ACTIVE, MOVED, RETIRED, Moved, Term, Vocabulary

WORDS = ("label", "definition", "example", "also", "parent")
"""What of a term editors change."""


@dataclass(frozen=True, slots=True)
class Row:
    """What was changed about one term: its state, and those of `WORDS` that differ from the file.

    `label` is the one it had last, for a term that no file declares any more.
    """

    key: str
    label: str
    state: str = ACTIVE
    replaced_by: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)


def lay(declared: Vocabulary, rows: Iterable[Row], order: Sequence[str] = ()) -> Vocabulary:
    """The vocabulary as it is with these changes.

    Every key that the file or a row names is a term or leads to one, parents form no circle, and each term stands
    where `order` puts it, or after the one it follows in the file.
    """
    terms, moved = dict(declared.terms), dict(declared.moved)
    for row in rows:
        if row.state == MOVED:
            terms.pop(row.key, None)
            moved[row.key] = Moved(row.key, str(row.words.get("label", row.label)), row.replaced_by)
        else:
            moved.pop(row.key, None)
            terms[row.key] = _laid(terms.get(row.key) or Term(row.key, row.label), row)
    leading = _leading(terms, moved)
    for key in [key for key in moved if key not in leading]:  # it leads nowhere: the term itself is still known
        terms[key] = Term(key, moved[key].label, state=RETIRED)
    ended = replace(declared, terms=_in_order(terms, order), moved=leading)
    return replace(ended, terms=_without_circles(ended))


def _laid(term: Term, row: Row) -> Term:
    words = {name: row.words[name] for name in WORDS if name in row.words}
    if "also" in words:
        words["also"] = tuple(words["also"])
    return replace(term, **words, state=row.state, replaced_by=row.replaced_by)


def _leading(terms: Mapping[str, Term], moved: Mapping[str, Moved]) -> dict[str, Moved]:
    """Each moved key with the term it leads to in the end."""
    found: dict[str, Moved] = {}
    for key, one in moved.items():
        seen, to = {key}, one.to
        while to in moved and to not in seen and to not in terms:
            seen.add(to)
            to = moved[to].to
        if to in terms:
            found[key] = replace(one, to=to)
    return found


def _in_order(terms: Mapping[str, Term], order: Sequence[str]) -> dict[str, Term]:
    placed = [key for key in dict.fromkeys(order) if key in terms]
    if not placed:
        return dict(terms)
    known, before = set(placed), ""
    after: dict[str, list[str]] = {}  # by the term they follow
    for key in terms:
        if key in known:
            before = key
        else:
            after.setdefault(before, []).append(key)
    keys = [*after.get("", ()), *(each for key in placed for each in (key, *after.get(key, ())))]
    return {key: terms[key] for key in keys}


def _without_circles(vocabulary: Vocabulary) -> dict[str, Term]:
    """The terms with parents and replacements that are there and lead back to nobody's self."""
    made: dict[str, Term] = {}
    parents = {key: vocabulary.key_of(term.parent) for key, term in vocabulary.terms.items()}
    for key, term in vocabulary.terms.items():
        seen, above = {key}, parents[key]
        while above and above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above or parents[key] not in parents:
            parents[key] = ""
        instead = vocabulary.key_of(term.replaced_by)
        instead = instead if instead in vocabulary.terms and instead != key else ""
        made[key] = replace(term, parent=parents[key], replaced_by=instead)
    return made
