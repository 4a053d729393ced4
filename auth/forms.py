"""What each form of this room may send, field by field; whatever else is posted is not read."""

from collections.abc import Collection
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from auth.errors import Problem
from auth.model import Attribution, Role
from auth.newcomers import Newcomer
from auth.safe_next import safe_next
from auth.service import Profile

Posted = MultiDict[str, str]
LONGEST = 500


@dataclass(frozen=True, slots=True)
class SignInForm:
    """An address, a password, and where to go afterwards."""

    email: str
    password: str
    next: str

    @classmethod
    def read(cls, posted: Posted) -> "SignInForm":
        """What was typed."""
        return cls(words(posted, "email"), secret(posted, "password"), safe_next(posted.get("next")))


@dataclass(frozen=True, slots=True)
class ProfileForm:
    """What people say about themselves."""

    name: str
    pen_name: bool
    org_type: str
    languages: tuple[str, ...]

    @classmethod
    def read(cls, posted: Posted) -> "ProfileForm":
        """What was typed."""
        pen_name = posted.get("attribution") == Attribution.PEN_NAME
        return cls(words(posted, "name"), pen_name, words(posted, "org_type"), tuple(posted.getlist("languages")))

    @property
    def attribution(self) -> Attribution:
        """Whether the name is a pen name."""
        return Attribution.PEN_NAME if self.pen_name else Attribution.NAMED

    def profile(self) -> Profile:
        """As the services take it."""
        return Profile(self.name, self.attribution, self.org_type, self.languages)

    def problems(self, org_types: Collection[str], languages: Collection[str]) -> list[Problem]:
        """Keys that are in no list."""
        found = []
        if self.org_type and self.org_type not in org_types:
            found.append(Problem("org_type", "Choose an organization type from the list."))
        if not set(self.languages) <= set(languages):
            found.append(Problem("languages", "Choose languages from the list."))
        return found


@dataclass(frozen=True, slots=True)
class JoinForm:
    """A profile, an address and a password."""

    about: ProfileForm
    email: str
    password: str
    next: str

    @classmethod
    def read(cls, posted: Posted) -> "JoinForm":
        """What was typed."""
        door = SignInForm.read(posted)
        return cls(ProfileForm.read(posted), door.email, door.password, door.next)

    def newcomer(self) -> Newcomer:
        """As the services take it."""
        return Newcomer(self.email, self.password, self.about.profile())


@dataclass(frozen=True, slots=True)
class InvitationForm:
    """Which role, for how long, and for whom."""

    role: Role
    days: int
    note: str
    typed_days: str

    @classmethod
    def read(cls, posted: Posted) -> "InvitationForm":
        """What was typed; a number that is none becomes 0, which the service refuses."""
        typed = words(posted, "days")
        return cls(role_of(posted.get("role")) or Role.READER, number(typed), words(posted, "note"), typed)


def words(posted: Posted, key: str) -> str:
    """A line of text without the spaces around it."""
    return posted.get(key, "")[:LONGEST].strip()


def secret(posted: Posted, key: str) -> str:
    """A password, exactly as typed."""
    return posted.get(key, "")


def role_of(value: str | None) -> Role | None:
    """The role named by its number, if it is one."""
    known = {str(int(role)): role for role in Role}
    return known.get(value or "")


def number(value: str | None, otherwise: int = 0) -> int:
    """A whole number of at most six digits, or the other one."""
    plain = (value or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 6 else otherwise
