"""What a writing form sends, read once: the fields as typed, their values, and what to do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wiki.errors import Invalid, Problem
from wiki.kinds.forms import read_form
from wiki.kinds.model import Kind, Library, Values
from wiki.pages.access import Access
from wiki.pages.drafts import Writing
from wiki.pages.model import Signature

ACTIONS = ("save", "write", "full", "preview", "changes", "draft")
OURS = ("csrf_token", "action", "base", "draft", "kind", "note", "of", "quick", "keep_theirs", "add", "remove",
        "signed", "signed_as", "name_seen", "visibility", "held_until")  # fmt: skip
KEPT = ("signed", "signed_as", "visibility", "held_until")  # what a draft keeps beside the fields and the note
LONGEST_BASE = 9  # digits; int() itself refuses thousands of them


@dataclass(frozen=True, slots=True)
class Posted:
    """One submitted form.

    `form` is everything typed, `problems` what could not be read as its type, `quick` whether only the quick questions
    were asked. `signature` is None where the form did not ask; `name_seen`: its writer knows that the text tells their
    name.
    """

    form: Mapping[str, Sequence[str]]
    values: Values
    problems: Sequence[Problem]
    action: str
    base: int
    key: str
    note: str
    quick: bool
    signature: Signature | None = None
    name_seen: bool = False
    visibility: str = ""
    held_until: str = ""

    @property
    def seen_by(self) -> Access | None:
        """Who may see a new page, where that was asked; raises `Invalid` for a day that is none."""
        return Access(self.visibility, read_day(self.held_until)) if self.visibility else None

    def writing(self, kind: Kind, slug: str = "") -> Writing:
        """The same as a draft."""
        return Writing(kind.key, self.form, slug, self.base, self.key)


def read_posted(kind: Kind, library: Library, sent: Mapping[str, Sequence[str]]) -> Posted:
    """Read a form as it came; never raises, whatever it holds."""
    form = {name: [_plain(value) for value in values] for name, values in sent.items() if name not in OURS}
    for name in ("note", *(name for name in KEPT if name in sent)):
        form[name] = [_one(sent, name)]
    read = read_form(kind, library, form)
    action = "write" if "add" in sent or "remove" in sent else _one(sent, "action")
    return Posted(
        form,
        read.values,
        read.problems,
        action if action in ACTIONS else "save",
        _number(_one(sent, "base")),
        _one(sent, "draft")[:40],
        _one(sent, "note").strip()[:500],
        action != "full" and _one(sent, "quick") == "1",
        read_signature(sent),
        _one(sent, "name_seen") == "1",
        _one(sent, "visibility"),
        _one(sent, "held_until").strip(),
    )


def read_signature(sent: Mapping[str, Sequence[str]]) -> Signature | None:
    """How somebody wants to sign; None where that was not asked."""
    signed = _one(sent, "signed")[:10]
    return Signature(signed, _one(sent, "signed_as")[:200]) if signed else None


def read_day(typed: str) -> date | None:
    """A day as a date field sends it; raises `Invalid` for anything else."""
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid([Problem("held_until", "Write the date as year, month and day: 2027-01-31.")]) from None


def _one(sent: Mapping[str, Sequence[str]], name: str) -> str:
    values = sent.get(name) or [""]
    return _plain(values[0])


def _plain(text: str) -> str:
    """Text without NUL and lone surrogates, which no database keeps."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_BASE else 0
