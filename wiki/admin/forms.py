"""The house rules as a form asks for them, and the filters of the audit log; each with its limits, in plain words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from auth.audit import Sought
from wiki.errors import Problem, marked
from wiki.rules.model import HouseRules

YES, NUMBER, WORDS, SITES = "yes", "number", "words", "sites"
MOST_LINES, LONGEST_LINE, SHORTEST_WORD = 500, 100, 3
SITE = re.compile(r"(?=.{4,100}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule as it is asked for: what it is called, what it does, and what may be typed.

    `about` stands above a box that is ticked or not.
    """

    key: str
    type: str
    label: str
    hint: str
    least: int = 0
    most: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with the rules below it."""

    label: str
    rules: tuple[Asked, ...]


PARTS = (
    Part(
        marked("Who may contribute"),
        (
            Asked(
                "without_account",
                YES,
                marked("Readers without an account may suggest changes and share a case"),
                marked("What they send always waits for review."),
                about=marked("Without an account"),
            ),
            Asked(
                "hold_first",
                NUMBER,
                marked("First contributions that are looked at"),
                marked(
                    "So many contributions of a new account wait for somebody’s yes, even if its invitation lets it "
                    "publish. 0: none."
                ),
                0,
                20,
            ),
            Asked(
                "after_accepted",
                NUMBER,
                marked("Accepted contributions until somebody is proposed as practitioner"),
                marked("An editor says yes or no. Nobody is promoted by counting alone."),
                1,
                100,
            ),
        ),
    ),
    Part(
        marked("Keeping people safe"),
        (
            Asked(
                "smallest_group",
                NUMBER,
                marked("Smallest number shown beside a filter"),
                marked(
                    "A smaller group could give somebody away, so its number is not shown. 1: every number is shown."
                ),
                1,
                50,
            ),
            Asked(
                "keep_searches",
                YES,
                marked("Count what is searched for, so that editors see what nobody found"),
                marked(
                    "Kept for 90 days: the words, the day, whether something was found and opened, and nothing of who "
                    "asked. What looks personal is not kept, what is rare is not shown. Without the tick, what was "
                    "kept is thrown away."
                ),
                about=marked("Searches"),
            ),
        ),
    ),
    Part(
        marked("Against spam"),
        (
            Asked(
                "blocked_words",
                WORDS,
                marked("Words that are not allowed"),
                marked(
                    "One word or phrase a line, three letters or more. A contribution that holds one, within a longer "
                    "word too, is refused, and its writer is told which."
                ),
            ),
            Asked(
                "blocked_sites",
                SITES,
                marked("Sites that may not be linked to"),
                marked("One site a line, such as example.com. Everything below it is meant too."),
            ),
            Asked(
                "refused_mail",
                SITES,
                marked("Mail addresses that cannot join"),
                marked("The part after the @, one a line. Whoever has an invitation may still join."),
            ),
            Asked(
                "from_one_place",
                NUMBER,
                marked("Contributions an hour from one connection without an account"),
                marked("A whole conference may sit behind one connection."),
                1,
                10_000,
            ),
            Asked(
                "from_one_account",
                NUMBER,
                marked("Contributions an hour from one account"),
                marked("For accounts whose changes go to review."),
                1,
                10_000,
            ),
            Asked(
                "refused_a_day",
                NUMBER,
                marked("Refused tries until a connection has to wait a day"),
                marked(
                    "For people without an account. Of the connection nothing is kept but a keyed hash, thrown away "
                    "after that day."
                ),
                1,
                1000,
            ),
        ),
    ),
)
ASKED = {rule.key: rule for part in PARTS for rule in part.rules}


def read_rules(sent: Mapping[str, str]) -> tuple[Mapping[str, Any], list[Problem]]:
    """The rules typed, as values, and what is wrong with them; a rule that was not sent is left out, but for boxes."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, rule in ASKED.items():
        if rule.type == YES:
            values[key] = sent.get(key) == "yes"
        elif key in sent:
            value, wrong = _number(rule, sent[key]) if rule.type == NUMBER else _lines(rule, sent[key])
            values[key] = value
            problems += wrong
    return values, problems


def typed_rules(rules: HouseRules) -> Mapping[str, str]:
    """The rules in force as a form holds them."""
    return {key: _typed(getattr(rules, key)) for key in ASKED}


def read_sought(asked: Mapping[str, str]) -> tuple[Sought, list[Problem]]:
    """The audit log's filters as typed; a day that is none is named and left out."""
    problems: list[Problem] = []
    words = {name: plain(asked.get(name, ""))[:100].strip() for name in ("who", "action", "subject", "since", "until")}
    since, until = (_day(name, words[name], problems) for name in ("since", "until"))
    return Sought(words["who"], words["action"], words["subject"], since, until), problems


def _day(name: str, typed: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        problems.append(Problem(name, marked("Write the date as year, month and day: 2027-01-31.")))
        return None


def _typed(value: object) -> str:
    return ("yes" if value else "") if isinstance(value, bool) else str(value)


def _number(rule: Asked, typed: str) -> tuple[int, list[Problem]]:
    plain = typed.strip()
    number = int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 6 else -1
    if rule.least <= number <= rule.most:
        return number, []
    limits = {"least": rule.least, "most": rule.most}
    return 0, [Problem(rule.key, marked("Enter a number from %(least)s to %(most)s."), limits)]


def _lines(rule: Asked, typed: str) -> tuple[str, list[Problem]]:
    lines = list(dict.fromkeys(line for line in map(_line, plain(typed).splitlines()) if line))
    if rule.type == SITES:
        lines = list(dict.fromkeys(map(_site, lines)))
    no_site = marked("“%(line)s” is not a site such as example.com.")
    short = marked("“%(line)s” is too short: it would refuse too much.")
    wrong = no_site if rule.type == SITES else short
    bad = [line for line in lines if (not SITE.fullmatch(line) if rule.type == SITES else len(line) < SHORTEST_WORD)]
    problems = [Problem(rule.key, wrong, {"line": line[:60]}) for line in bad]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        limits = {"lines": MOST_LINES, "count": LONGEST_LINE}
        problems.append(Problem(rule.key, marked("Use at most %(lines)s lines of %(count)s characters."), limits))
    return "\n".join(lines), problems[:3]


def _line(typed: str) -> str:
    return " ".join(typed.lower().split())


def _site(line: str) -> str:
    """What people paste when they are asked for a site: an address of a page or of a mailbox."""
    bare = re.sub(r"^[a-z]+://", "", line).rpartition("@")[2]
    return bare.partition("/")[0].removeprefix("www.").strip(".")


def plain(text: str) -> str:
    """Text without NUL and lone surrogates, which no database keeps."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
