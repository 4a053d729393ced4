"""What a comment's form sends, read once; and the same kept as plain strings while its writer signs in again."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiki.talk.model import NAMED, PEN_NAME, SIGNED, Comment, Signature, Words

LONGEST_NUMBER = 9  # digits
LONGEST_KEPT = 20_000  # characters of a text that is too long anyway; the rest was pasted by mistake


@dataclass(frozen=True, slots=True)
class Posted:
    """One submitted form; `action` is what its button says."""

    text: str = ""
    section: str = ""
    number: int = 0
    signed: str = NAMED
    pen_name: str = ""
    key: str = ""
    action: str = "send"

    @property
    def words(self) -> Words:
        """The same as the service takes it."""
        pen_name = self.pen_name if self.signed == PEN_NAME else ""
        return Words(self.text, self.section, self.number, Signature(self.signed, pen_name), self.key)

    @property
    def kept(self) -> dict[str, list[str]]:
        """The same as strings, to be read again by `read_comment`."""
        fields = {"text": self.text, "section": self.section, "number": str(self.number), "signed": self.signed,
                  "pen_name": self.pen_name, "key": self.key}  # fmt: skip
        return {name: [value] for name, value in fields.items()}


def read_comment(sent: Mapping[str, Sequence[str]]) -> Posted:
    """Read a form as it came; never raises, whatever it holds."""
    signed, number = _one(sent, "signed"), _one(sent, "number")
    return Posted(
        text=_one(sent, "text").replace("\r\n", "\n")[:LONGEST_KEPT],
        section=_one(sent, "section")[:60],
        number=int(number) if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER else 0,
        signed=signed if signed in SIGNED else NAMED,
        pen_name=_one(sent, "pen_name")[:200],
        key=_one(sent, "key")[:40],
        action="preview" if _one(sent, "action") == "preview" else "send",
    )


def fresh(section: str = "", number: int = 0) -> Posted:
    """An empty form, with a key that no other form has."""
    return Posted(section=section, number=number, key=secrets.token_hex(8))


def of_comment(comment: Comment) -> Posted:
    """The form of a comment that is there."""
    return Posted(comment.text, comment.section, comment.number, comment.signed, comment.pen_name, comment.key)


def _one(sent: Mapping[str, Sequence[str]], name: str) -> str:
    """Text without NUL and lone surrogates, which no database keeps."""
    values = sent.get(name) or [""]
    return values[0].replace("\x00", "").encode("utf-8", "ignore").decode()
