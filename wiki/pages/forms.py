"""What a writing form sends, read once: the fields as typed, their values, and what to do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wiki.errors import Problem
from wiki.kinds.forms import read_form
from wiki.kinds.model import Kind, Library, Values
from wiki.pages.drafts import Writing

ACTIONS = ("save", "write", "full", "preview", "changes", "draft")
OURS = ("csrf_token", "action", "base", "draft", "kind", "note", "of", "quick", "keep_theirs", "add", "remove")
LONGEST_BASE = 9  # digits; int() itself refuses thousands of them


@dataclass(frozen=True, slots=True)
class Posted:
    """One submitted form.

    `form` is everything typed, `problems` what could not be read as its type, `quick` whether only the quick questions
    were asked.
    """

    form: Mapping[str, Sequence[str]]
    values: Values
    problems: Sequence[Problem]
    action: str
    base: int
    key: str
    note: str
    quick: bool

    def writing(self, kind: Kind, slug: str = "") -> Writing:
        """The same as a draft."""
        return Writing(kind.key, self.form, slug, self.base, self.key)


def read_posted(kind: Kind, library: Library, sent: Mapping[str, Sequence[str]]) -> Posted:
    """Read a form as it came; never raises, whatever it holds."""
    form = {name: [_plain(value) for value in values] for name, values in sent.items() if name not in OURS}
    form["note"] = [_one(sent, "note")]
    read = read_form(kind, library, form)
    action = "write" if "add" in sent or "remove" in sent else _one(sent, "action")
    return Posted(form, read.values, read.problems, action if action in ACTIONS else "save",
                  _number(_one(sent, "base")), _one(sent, "draft")[:40], _one(sent, "note").strip()[:500],
                  action != "full" and _one(sent, "quick") == "1")  # fmt: skip


def _one(sent: Mapping[str, Sequence[str]], name: str) -> str:
    values = sent.get(name) or [""]
    return _plain(values[0])


def _plain(text: str) -> str:
    """Text without NUL and lone surrogates, which no database keeps."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_BASE else 0
