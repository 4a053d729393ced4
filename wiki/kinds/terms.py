"""Terms and vocabularies: frozen values; what editors changed is laid over what the files declare (`overlay`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ACTIVE, RETIRED, MOVED = "active", "retired", "moved"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a vocabulary. In a vocabulary of bands `at_least` is the smallest number that belongs to it.

    `also` are its other names. A retired one is kept on pages that carry it and offered in no form; `replaced_by` is
    the key of the term to use instead, if there is one.
    """

    key: str
    label: str
    definition: str = ""
    also: tuple[str, ...] = ()
    example: str = ""
    parent: str = ""
    at_least: float | None = None
    state: str = ACTIVE
    replaced_by: str = ""

    @property
    def is_retired(self) -> bool:
        """Whether it is no longer offered."""
        return self.state == RETIRED


@dataclass(frozen=True, slots=True)
class Moved:
    """A key that leads to another term for ever, with the label it had: its term was merged, or got a new key."""

    key: str
    label: str
    to: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A closed list of terms, in the order it is shown. `key` is the vocabulary's file name.

    `moved` holds every key that leads to another; each `to` is the key of a term in `terms`.
    `about_people`: its terms describe a group or its people, so a small group could be given away by its count.
    """

    key: str
    label: str
    description: str
    terms: Mapping[str, Term]
    moved: Mapping[str, Moved] = field(default_factory=dict)
    about_people: bool = False

    def key_of(self, key: str) -> str:
        """The key under which this term stands now; the key itself when nothing else is known of it."""
        return self.moved[key].to if key in self.moved else key

    def label_of(self, key: str) -> str:
        """The label, also of a term that was merged, as it was then; the key itself when it is not known."""
        found = self.terms.get(key) or self.moved.get(key)
        return found.label if found else key

    def offered(self) -> tuple[Term, ...]:
        """The terms that forms offer: all but retired ones."""
        return tuple(term for term in self.terms.values() if not term.is_retired)

    def names_of(self, key: str) -> tuple[str, ...]:
        """Every name a term is known by, each once: its label, its other names, and the labels of what became it.

        The one place where search reads synonyms.
        """
        term = self.terms[key]
        were = (one.label for one in self.moved.values() if one.to == key)
        return tuple(dict.fromkeys((term.label, *term.also, *were)))

    def is_below(self, key: str, other: str) -> bool:
        """Whether a term is the other one or stands below it."""
        while key:
            if key == other:
                return True
            key = self.terms[key].parent if key in self.terms else ""
        return False
