"""The English stemmer that Whoosh ships: organizing, organizers and organization have one stem."""

from whoosh.lang.snowball.english import EnglishStemmer

_STEMMER = EnglishStemmer()


def english(word: str) -> str:
    """The stem of a word of plain small letters."""
    return str(_STEMMER.stem(word))
