"""What the forms of this room send, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: the words to be taken out, the confirmation, and whether texts are meant too."""

    words: str = ""
    confirm: str = ""
    everywhere: bool = False


def read_asked(form: Mapping[str, str]) -> Asked:
    """What a form sent; never raises."""
    return Asked(_line(form, "words"), _line(form, "confirm"), form.get("everywhere") == "1")


def _line(form: Mapping[str, str], name: str) -> str:
    typed = form.get(name, "")[:LONGEST].replace("\x00", "").encode("utf-8", "ignore").decode()
    return " ".join(typed.split())
