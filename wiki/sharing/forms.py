"""The questions of the five-minute form, and what was answered, read as values and problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wiki.errors import Problem, marked
from wiki.kinds.cleaning import clean_line
from wiki.kinds.forms import read_form
from wiki.kinds.model import Field, Kind, Library
from wiki.sharing.model import HELD, NAMED, PEN_NAME, PUBLIC, SIGNED, VISIBILITIES, WITHHELD, Audience, Form, Signature

ALL, LAST = "all", "last"
SIGNING = ("sign", "pen_name", "visibility", "held_until")
LONGEST_NAME = 80
ORDER = (  # what goes together on one screen; whatever else is quick follows by itself
    ("title",), ("org_type",), ("what_we_did",), ("areas",), ("what_failed",), ("outcome",), ("summary",),
    ("org_name_shown", "org_description"),
)  # fmt: skip
ASKS = {
    "title": (marked("What is your case about?"), marked("One line: what was done, not who did it.")),
    "org_type": (marked("What kind of organization was it?"), ""),
    "what_we_did": (marked("What did you do?"), ""),
    "areas": (marked("Which of these is it about?"), ""),
    "what_failed": (marked("What failed, or would you not do again?"), ""),
    "outcome": (
        marked("How did it turn out?"),
        marked("Every answer is worth the same here. What failed is as useful as what worked."),
    ),
    "summary": (marked("Say it in one sentence, with the result"), marked("As you would tell a colleague in a hall.")),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One screen: its number, the fields it asks, and the words it asks with when it asks one."""

    number: int
    fields: tuple[Field, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields' keys."""
        return tuple(field.key for field in self.fields)


def questions(kind: Kind) -> tuple[Question, ...]:
    """The quick fields of a kind as screens, in the order in which people tell a case."""
    quick = {field.key: field for field in kind.fields if field.quick}
    screens = [tuple(key for key in keys if key in quick) for keys in ORDER]
    named = {key for keys in screens for key in keys}
    screens += [(key,) for key in quick if key not in named]
    asked = [keys for keys in screens if keys]
    return tuple(Question(number, tuple(quick[key] for key in keys)) for number, keys in enumerate(asked, 1))


def asked_with(field: Field) -> tuple[str, str]:
    """The words of one question and of the hint below it."""
    ask, hint = ASKS.get(field.key, ("", ""))
    return ask or field.ask, hint or field.prompt


def plain(sent: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """A form as it came, without what no database keeps."""
    return {name[:80]: [value.replace("\x00", "").encode("utf-8", "ignore").decode() for value in values]
            for name, values in sent.items()}  # fmt: skip


def answers(kind: Kind, library: Library, form: Form) -> dict[str, list[str]]:
    """What of a form is an answer: the kind's fields and how it is signed; whatever else was sent is left out."""
    known = {name: list(values) for name, values in read_form(kind, library, form).raw.items()}
    return {**known, **{name: list(form[name]) for name in SIGNING if name in form}}


def read_signing(form: Form, *, signed_in: bool) -> tuple[Signature, Audience, tuple[Problem, ...]]:
    """How it is signed and who may see it, with what is wrong about that; a name is withheld unless one is given."""
    sign, problems = one(form, "sign") or (NAMED if signed_in else WITHHELD), []
    name = clean_line(one(form, "pen_name"))
    if sign not in SIGNED or (sign == NAMED and not signed_in):
        problems.append(Problem("sign", "Choose how your name should appear."))
    if sign == PEN_NAME and not name:
        problems.append(Problem("pen_name", "Write the pen name, or choose to withhold your name."))
    if len(name) > LONGEST_NAME:
        counts = {"count": len(name), "most": LONGEST_NAME}
        problems.append(Problem("pen_name", "This is %(count)s characters long; at most %(most)s fit.", counts))
    audience, wrong = read_audience(form)
    return Signature(sign, name if sign == PEN_NAME else ""), audience, (*problems, *wrong)


def read_audience(form: Form) -> tuple[Audience, tuple[Problem, ...]]:
    """Who may see it once it is published."""
    visibility = one(form, "visibility") or PUBLIC
    if visibility not in VISIBILITIES:
        return Audience(), (Problem("visibility", "Choose who may see this page."),)
    if visibility != HELD:
        return Audience(visibility), ()
    try:
        return Audience(visibility, date.fromisoformat(one(form, "held_until").strip())), ()
    except ValueError:
        return Audience(visibility), (Problem("held_until", "Write the date as year, month and day: 2027-01-31."),)


def one(form: Form, name: str) -> str:
    """The first thing typed under this name."""
    return (list(form.get(name, ())) or [""])[0]
