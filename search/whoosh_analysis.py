"""English stems, so that organizing finds organizers and organization; the stemmer is the one Whoosh ships."""

from functools import lru_cache

from whoosh.lang.snowball.english import EnglishStemmer

from search.analysis import STOP_WORDS

_STEMMER = EnglishStemmer()


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The stem of a folded word; empty for a stop word. Words that are not plain English letters stay as they are."""
    if word in STOP_WORDS:
        return ""
    return str(_STEMMER.stem(word)) if word.isascii() and word.isalpha() else word
