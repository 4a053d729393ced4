"""How much Markdown we lay out; anything beyond is shown as it was typed."""

LARGEST = 256 * 1024  # bytes of source
LONGEST_LINE = 10_000  # characters
DEEPEST = 50  # containers inside each other


class TooDeep(Exception):
    """Quotes and lists are nested deeper than we follow."""


def is_within(text: str) -> bool:
    """Whether a text is small enough to be laid out at all."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        return False
    return all(len(line) <= LONGEST_LINE for line in text.split("\n"))
