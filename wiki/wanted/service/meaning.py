"""Meaning: what searches have in common when word order, word forms, small words and synonyms are put aside."""

from collections.abc import Mapping, Sequence

from search.analysis import composed, words
from search.stems import stem
from wiki.kinds.live import LiveVocabularies
from wiki.kinds.model import Library, Vocabulary

LONGEST = 4  # words of a name that means the same as another
Stems = tuple[str, ...]


class Meaning:
    """Knows the library's names for the same thing, as its vocabularies are now, and the site's list of synonyms."""

    def __init__(self, library: Library, groups: Sequence[Sequence[str]]) -> None:
        self._library = library
        self._groups = groups
        self._kept: tuple[Mapping[str, Vocabulary], Mapping[Stems, str]] | None = None

    def parts(self, text: str) -> frozenset[str]:
        """What a text is about: its stems, a name with synonyms as one of them."""
        return self._parts(words(composed(text)))

    def key(self, text: str) -> str:
        """The same for all texts of one meaning."""
        return "|".join(sorted(self.parts(text)))

    def _parts(self, typed: Sequence[str]) -> frozenset[str]:
        names = self._names()
        found: list[str] = []
        at = 0
        while at < len(typed):
            taken, part = 1, stem(typed[at])
            for count in range(min(LONGEST, len(typed) - at), 0, -1):
                name = names.get(_stems(typed[at : at + count]))
                if name is not None:
                    taken, part = count, name
                    break
            found += [part] if part else []
            at += taken
        return frozenset(found or typed)

    def _names(self) -> Mapping[Stems, str]:
        """Every name of several to the one that stands for all of them; made anew when a vocabulary changes."""
        live = self._library.vocabularies
        now = live.now() if isinstance(live, LiveVocabularies) else live
        kept = self._kept
        if kept is None or kept[0] is not now:
            named = [vocabulary.names_of(key) for vocabulary in now.values() for key in vocabulary.terms]
            kept = self._kept = now, _joined([*self._groups, *(names for names in named if len(names) > 1)])
        return kept[1]


def _joined(groups: Sequence[Sequence[str]]) -> Mapping[Stems, str]:
    """Name to the name that stands for it; a name in two groups makes one of both."""
    leads: dict[Stems, Stems] = {}

    def first(name: Stems) -> Stems:
        while leads.setdefault(name, name) != name:
            name = leads[name]
        return name

    for group in groups:
        cut = (words(composed(name)) for name in group)
        names = [_stems(one) for one in cut if len(one) <= LONGEST and any(map(stem, one))]  # "A$" leaves "a"
        for name in names[1:]:
            leads[first(name)] = first(names[0])
    return {name: " ".join(first(name)) for name in list(leads)}


def _stems(typed: Sequence[str]) -> Stems:
    return tuple(stem(word) or word for word in typed)
