"""What a comment's form sends, read once; and the same kept as plain strings while its writer signs in again."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiki.talk.model import NAMED, SIGNED, Comment, Signature, Words

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
        return Words(self.text, self.section, self.number, self.signature, self.key)

    @property
    def signature(self) -> Signature:
        """How its writer wants to sign it."""
        return Signature(self.signed, self.pen_name)

    @property
    def kept(self) -> dict[str, list[str]]:
        """The same as strings, to be read again by `read_comment`."""
        fields = {"text": self.text, "section": self.section, "number": str(self.number), "signed": self.signed,
                  "signed_as": self.pen_name, "key": self.key}  # fmt: skip
        return {name: [value] for name, value in fields.items()}


def read_comment(sent: Mapping[str, Sequence[str]]) -> Posted:
    """Read a form as it came; never raises, whatever it holds."""
    signed, number = _one(sent, "signed"), _one(sent, "number")
    return Posted(
        text=_one(sent, "text").replace("\r\n", "\n")[:LONGEST_KEPT],
        section=_one(sent, "section")[:60],
        number=int(number) if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER else 0,
        signed=signed if signed in SIGNED else NAMED,
        pen_name=_one(sent, "signed_as")[:200],
        key=_one(sent, "key")[:40],
        action="preview" if _one(sent, "action") == "preview" else "send",
    )


def fresh(signature: Signature, section: str = "", number: int = 0) -> Posted:
    """An empty form, signed as its writer usually does, with a key that no other form has."""
    return Posted("", section, number, signature.signed, signature.pen_name, secrets.token_hex(8))


def of_comment(comment: Comment) -> Posted:
    """The form of a comment that is there."""
    return Posted(comment.text, comment.section, comment.number, comment.signed, comment.pen_name, comment.key)


def _one(sent: Mapping[str, Sequence[str]], name: str) -> str:
    """Text without NUL and lone surrogates, which no database keeps."""
    values = sent.get(name) or [""]
    return values[0].replace("\x00", "").encode("utf-8", "ignore").decode()
