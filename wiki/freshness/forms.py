"""What was typed into the form of a check, as values."""

from collections.abc import Mapping
from datetime import date

from wiki.freshness.model import Check
from wiki.kinds.reviewing import read_day
from wiki.pages.model import NAMED, PEN_NAME, Signature


def read_check(form: Mapping[str, str]) -> Check:
    """The check as it was typed; what is wrong with it the service says."""
    signed = form.get("signed", NAMED)
    pen_name = " ".join(form.get("pen_name", "").split()) if signed == PEN_NAME else ""
    return Check(
        day=read_day(form.get("day", "").strip()),
        against=" ".join(form.get("against", "").split()),
        word=form.get("word", "").strip(),
        signature=Signature(signed, pen_name),
    )


def first_form(today: date, against: str) -> dict[str, str]:
    """What the empty form holds: today, and what the page was checked against last."""
    return {"day": today.isoformat(), "against": against, "word": "", "signed": NAMED, "pen_name": ""}


def read_number(written: str) -> int:
    """A small number of a form or an address; 0 when there is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
