"""What reviewers typed and chose, as values: filters of the queue, and words without what no database keeps."""

from collections.abc import Container, Mapping

from wiki.kinds.model import Library
from wiki.reviews.model import AGES, SHOWS, Filters

LONGEST_NUMBER = 9


def read_filters(sent: Mapping[str, str], library: Library) -> Filters:
    """The filters an address asks for; what is unknown filters nothing."""
    areas = library.vocabularies["areas"].terms if "areas" in library.vocabularies else {}
    return Filters(
        _one_of(sent.get("show", ""), SHOWS) or "waiting",
        _one_of(sent.get("kind", ""), library.kinds),
        _one_of(sent.get("area", ""), areas),
        _one_of(sent.get("age", ""), AGES),
    )


def words(sent: Mapping[str, str], name: str) -> str:
    """What was typed there, without NUL and lone surrogates."""
    return sent.get(name, "").replace("\x00", "").encode("utf-8", "ignore").decode()


def number(text: str) -> int:
    """A number that a database can look for; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _one_of(wanted: str, known: Container[str]) -> str:
    return wanted if wanted and wanted in known else ""
