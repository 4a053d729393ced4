"""Vocabularies: what holds now for every process, and each change an editor may make, with its preview and its undo."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from auth.model import Actor, Permission
from auth.policy import require
from storage.database import Database
from storage.generation import Generation
from wiki.errors import Invalid, NotFound, Problem, marked
from wiki.kinds import fixed
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.model import Library
from wiki.kinds.terms import ACTIVE, MOVED, RETIRED, Term, Vocabulary
from wiki.pages.queries import people
from wiki.vocabulary import model, policy, queries
from wiki.vocabulary.changing import ORDER, Pen
from wiki.vocabulary.model import Deed, Listed, Shelf, TermChange, Words

DEEDS_SHOWN = 30
MOVED_ON = marked("Somebody else changed this meanwhile. Look at it as it is now, and say again what you want.")


class Vocabularies:
    """Keeps the vocabularies; a process reads them anew once the published generation has moved."""

    def __init__(
        self, database: Database, library: Library, generation: Generation, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._library = library
        self._generation = generation
        self._clock = clock
        self._declared = declared_of(library)
        self._read: tuple[int, Mapping[str, Vocabulary]] = (-1, self._declared)

    def laid(self) -> Mapping[str, Vocabulary]:
        """Every vocabulary as it is now; one small look-up while nothing changed."""
        current = self._generation.current()
        if self._read[0] != current:
            with self._database.read() as session:
                self._read = current, queries.laid(session, self._declared)
        return self._read[1]

    def overview(self, actor: Actor) -> tuple[Mapping[str, Vocabulary], Mapping[str, int], Mapping[str, int]]:
        """All vocabularies, and for each how many proposed terms wait and how many changes are under way."""
        require(actor, Permission.VOCABULARY_CHANGE)
        with self._database.read() as session:
            return self.laid(), queries.waiting(session), queries.working(session)

    def shelf(self, actor: Actor, vocabulary: str) -> Shelf:
        """One vocabulary with counts, states, and what was done to it; raises `NotFound`."""
        require(actor, Permission.VOCABULARY_CHANGE)
        known = self._known(vocabulary)
        with self._database.read() as session:
            counts = queries.usage(session, actor, self._library, vocabulary)
            changes = queries.changes(session, vocabulary, DEEDS_SHOWN)
            names = people(session, [change.by for change in changes])
        fixed_terms = ((term, fixed.why_fixed(self._library, vocabulary, term.key)) for term in known.terms.values())
        return Shelf(
            known,
            tuple(Listed(term, counts.get(term.key, 0), why) for term, why in fixed_terms),
            fixed.why_closed(self._library, vocabulary),
            tuple(
                Deed(one, names.get(one.by or 0, ""), _label(known, one, one.key), _label(known, one, one.into))
                for one in changes
            ),
        )

    def term(self, actor: Actor, vocabulary: str, key: str) -> tuple[Vocabulary, Term, str]:
        """A term with its vocabulary, and why it is fixed ("" when it is not); raises `NotFound`."""
        require(actor, Permission.VOCABULARY_CHANGE)
        known = self._known(vocabulary)
        if key not in known.terms:
            raise NotFound(f"{vocabulary} {key}")
        return known, known.terms[key], fixed.why_fixed(self._library, vocabulary, key)

    def affected(self, actor: Actor, vocabulary: str, key: str) -> int:
        """How many pages carry this term and would be rewritten, whoever sees them; a number alone, for editors."""
        self.term(actor, vocabulary, key)
        with self._database.read() as session:
            return queries.count_carriers(session, self._library, vocabulary, key)

    def add(self, actor: Actor, vocabulary: str, words: Words, key: str = "") -> str:
        """A new term at the end; its key is made from the label unless one is given. Raises `Invalid`."""
        with self._changing(actor, vocabulary) as pen:
            key = add_term(pen, self._library, words, key)
            pen.done(model.ADDED, key)
        return key

    def word(self, actor: Actor, vocabulary: str, key: str, words: Words, seen: str = "") -> None:
        """Change what a term says, not its address; `seen` marks the words the editor began with. Raises `Invalid`."""
        with self._changing(actor, vocabulary) as pen:
            now = _there(pen, key)
            if seen and seen != words_of(now).mark:
                raise Invalid([Problem("label", MOVED_ON)])
            _refuse(policy.word_problems(pen.vocabulary, words, key))
            if words == words_of(now):
                return
            pen.word(key, words)
            relabeled = words.label != now.label
            pen.done(model.WORDED, key, total=pen.carried(self._library, key) if relabeled else 0)

    def rekey(self, actor: Actor, vocabulary: str, key: str, new: str) -> None:
        """Give a term another address; the old one leads to it for ever, and pages are rewritten. Raises `Invalid`."""
        with self._changing(actor, vocabulary) as pen:
            term = _there(pen, key)
            self._refuse_fixed(vocabulary, key, "key")
            _refuse(policy.key_problems(pen.vocabulary, new, own=key))
            keys = [new if each == key else each for each in pen.vocabulary.terms]
            rekey_term(pen, term, new, keys)
            pen.done(model.REKEYED, key, new, total=pen.carried(self._library, key))

    def merge(self, actor: Actor, vocabulary: str, key: str, target: str) -> None:
        """Make one term part of another, which takes its names; pages are rewritten. Raises `Invalid`."""
        with self._changing(actor, vocabulary) as pen:
            term = _there(pen, key)
            self._refuse_fixed(vocabulary, key, "into")
            if problem := policy.merge_problem(pen.vocabulary, key, target):
                raise Invalid([problem])
            other = pen.vocabulary.terms[target]
            names = dict.fromkeys((*other.also, term.label, *term.also))
            also = tuple(name for name in names if name != other.label)[: policy.MOST_NAMES]
            parent = term.parent if pen.vocabulary.is_below(target, key) else other.parent
            pen.word(target, replace(words_of(other), also=also, parent=parent))
            pen.state(key, MOVED, target)
            pen.done(model.MERGED, key, target, total=pen.carried(self._library, key))

    def retire(self, actor: Actor, vocabulary: str, key: str, instead: str = "") -> None:
        """Offer a term no longer; pages keep it. `instead` is the term to use from now on. Raises `Invalid`."""
        with self._changing(actor, vocabulary) as pen:
            term = _there(pen, key)
            self._refuse_fixed(vocabulary, key, "instead")
            if instead and (instead == key or instead not in {one.key for one in pen.vocabulary.offered()}):
                raise Invalid([Problem("instead", marked("Choose another word of the list, or none."))])
            if len(pen.vocabulary.offered()) == 1 and not term.is_retired:
                raise Invalid([Problem("instead", marked("It is the last word of the list, so it stays."))])
            if instead:
                pen.keep(instead)
            pen.state(key, RETIRED, instead)
            pen.done(model.RETIRED, key, instead)

    def revive(self, actor: Actor, vocabulary: str, key: str) -> None:
        """Offer a retired term again."""
        with self._changing(actor, vocabulary) as pen:
            if not _there(pen, key).is_retired:
                return
            pen.state(key, ACTIVE)
            pen.done(model.REVIVED, key)

    def move(self, actor: Actor, vocabulary: str, key: str, by: int) -> None:
        """Put a term so many places further down, or up."""
        with self._changing(actor, vocabulary) as pen:
            _there(pen, key)
            before = list(pen.vocabulary.terms)
            keys = [each for each in before if each != key]
            keys.insert(min(max(before.index(key) + by, 0), len(keys)), key)
            if keys != before:
                pen.place(keys)
                pen.done(model.ORDERED, key)

    def undo(self, actor: Actor, number: int) -> str:
        """Unsay a change, as far as nothing was built on it; returns its vocabulary. Raises `Invalid`, `NotFound`."""
        require(actor, Permission.VOCABULARY_CHANGE)
        with self._database.read() as session:
            found = session.get(TermChange, number)
        if found is None or found.vocabulary not in self._declared:
            raise NotFound(f"change {number}")
        with self._changing(actor, found.vocabulary) as pen:
            change = pen.change(number)
            undo_change(pen, change)
            key, into = (change.into, change.key) if change.act == model.REKEYED else (change.key, "")
            follows = into or (change.act == model.WORDED and change.total)
            pen.done(model.UNDONE, key, into, total=pen.carried(self._library, key) if follows else 0)
        return found.vocabulary

    @contextmanager
    def _changing(self, actor: Actor, vocabulary: str) -> Iterator[Pen]:
        require(actor, Permission.VOCABULARY_CHANGE)
        if vocabulary not in self._declared:
            raise NotFound(vocabulary)
        with self._database.write() as session:
            yield Pen(session, self._clock(), actor, self._declared[vocabulary])

    def _known(self, vocabulary: str) -> Vocabulary:
        if vocabulary not in self._declared:
            raise NotFound(vocabulary)
        return self._library.vocabularies[vocabulary]

    def _refuse_fixed(self, vocabulary: str, key: str, field: str) -> None:
        if why := fixed.why_fixed(self._library, vocabulary, key):
            raise Invalid([Problem(field, why)])


def declared_of(library: Library) -> Mapping[str, Vocabulary]:
    """The vocabularies as their files declare them."""
    live = library.vocabularies
    return live.declared if isinstance(live, LiveVocabularies) else live


def words_of(term: Term) -> Words:
    """What a term says now."""
    return Words(term.label, term.definition, term.example, term.also, term.parent)


def add_term(pen: Pen, library: Library, words: Words, key: str) -> str:
    """Put a new term into the vocabulary; returns its key. Raises `Invalid`."""
    if why := fixed.why_closed(library, pen.vocabulary.key):
        raise Invalid([Problem("label", why)])
    found = list(policy.word_problems(pen.vocabulary, words))
    key = key or policy.key_from(words.label)
    if not found:
        found += policy.key_problems(pen.vocabulary, key)
    _refuse(found)
    pen.word(key, words)
    return key


def rekey_term(pen: Pen, term: Term, new: str, keys: Sequence[str]) -> None:
    """Let a term stand under another key."""
    held = pen.snapshot(new)
    if held is not None:  # it had this key before
        pen.put(new, {**held, "state": term.state, "replaced_by": term.replaced_by})
    pen.state(term.key, MOVED, new)
    pen.word(new, words_of(term))
    if term.state != ACTIVE:
        pen.state(new, term.state, term.replaced_by)
    pen.place(keys)


def undo_change(pen: Pen, change: TermChange) -> None:
    """Put back what was before; raises `Invalid` when something was changed since."""
    if change.undone or change.act == model.UNDONE:
        raise Invalid([Problem("change", marked("This was undone already."))])
    if any(pen.snapshot(key) != kept for key, kept in change.after.items()):
        raise Invalid([Problem("change", marked("This was changed again since. Undo the later change first."))])
    for key, kept in change.before.items():
        if kept is None and key != ORDER and key not in pen.declared.terms:
            _part_with(pen, change, key)
        else:
            pen.put(key, kept)
    change.undone = True
    for key in [key for key in change.before if key in pen.vocabulary.terms]:
        _refuse(policy.word_problems(pen.vocabulary, words_of(pen.vocabulary.terms[key]), key), "change")


def _part_with(pen: Pen, change: TermChange, key: str) -> None:
    """A key that no file knows stays known: it leads back, or is offered no longer."""
    if change.act == model.REKEYED:
        pen.state(key, MOVED, change.key)
    else:
        pen.state(key, RETIRED)


def _there(pen: Pen, key: str) -> Term:
    if key not in pen.vocabulary.terms:
        raise NotFound(f"{pen.vocabulary.key} {key}")
    return pen.vocabulary.terms[key]


def _label(known: Vocabulary, change: TermChange, key: str) -> str:
    kept = change.after.get(key) or {}
    return str(kept.get("label") or known.label_of(key))


def _refuse(problems: "Sequence[Problem] | Iterator[Problem]", field: str = "") -> None:
    found = [replace(problem, field=field) if field else problem for problem in problems]
    if found:
        raise Invalid(found)
