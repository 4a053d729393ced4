"""What people type about themselves, made tidy or refused: e-mail address, name, and the handle in addresses."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

from auth.errors import Problem

LONGEST_NAME = 80
_BREAKS = re.compile(r"[\W_]+")
# Marks that turn the direction of the words around them: a name must not rearrange a page.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_email(typed: str, problems: list[Problem], field: str = "email") -> str:
    """The address in lower case; adds a problem when it cannot be one."""
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized.lower()
    except (EmailNotValidError, UnicodeError):
        problems.append(Problem(field, "Enter an e-mail address like name@example.org."))
        return typed


def known_form(typed: str) -> str:
    """The form in which an address would be kept if somebody joined with it; never fails."""
    return clean_email(printable(typed[:300]), []).strip().lower()


def printable(typed: str) -> str:
    """The words on one line, without marks that cannot be seen or that a database refuses (NUL)."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in typed).split())


def clean_name(typed: str, problems: list[Problem], field: str = "name") -> str:
    """The name with single spaces; adds a problem when it is empty, too long or holds control characters."""
    name = unicodedata.normalize("NFC", " ".join(typed.split()))
    if not name:
        problems.append(Problem(field, "Enter a name or a pen name."))
    elif len(name) > LONGEST_NAME:
        problems.append(Problem(field, "Use at most %(count)s characters.", {"count": LONGEST_NAME}))
    elif any(unicodedata.category(mark) in {"Cc", "Cs", "Co", "Cn"} or mark in _TURNS for mark in name):
        problems.append(Problem(field, "Leave out characters that cannot be seen."))
    return name


def to_handle(name: str) -> str:
    """The name as it stands in an address: lower case, accents folded, words joined by hyphens."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(mark))
    return _BREAKS.sub("-", plain).strip("-")[:60].strip("-") or "member"
