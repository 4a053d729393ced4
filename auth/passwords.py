"""Passwords: argon2id, length before composition, and nothing that everybody tries first."""

from pathlib import Path
from threading import BoundedSemaphore
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from auth.errors import Problem

SHORTEST = 8
LONGEST = 256
COMMON = frozenset(
    line
    for line in (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)

# OWASP's first choice for argon2id: 19 MiB, two passes, one lane. More memory would let a few
# sign-ins at once take a small server's.
RECOMMENDED = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


class Passwords:
    """Hashes and compares passwords, at most two at a time in a process, so that floods do not eat the memory."""

    def __init__(self, hasher: PasswordHasher = RECOMMENDED) -> None:
        self._hasher = hasher
        self._turns = BoundedSemaphore(2)
        self._nobody = hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """What is kept of a password that `problems_of` found good."""
        with self._turns:
            return self._hasher.hash(_plain(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether this is the password; costs the same when there is no account (`kept` is None)."""
        try:
            with self._turns:
                right = self._hasher.verify(kept or self._nobody, _plain(password))
        except (VerificationError, InvalidHashError):
            return False
        return right and kept is not None

    def needs_rehash(self, kept: str) -> bool:
        """Whether the hash was made with weaker settings than today's."""
        return self._hasher.check_needs_rehash(kept)


def problems_of(password: str, *, field: str = "password", not_like: tuple[str, ...] = ()) -> list[Problem]:
    """Why this must not be a password, if so. `not_like` holds the e-mail address and the name."""
    if len(password) < SHORTEST:
        return [Problem(field, "Use at least %(count)s characters.", {"count": SHORTEST})]
    if len(password) > LONGEST:
        return [Problem(field, "Use at most %(count)s characters.", {"count": LONGEST})]
    if not password.isprintable():
        return [Problem(field, "Use characters that can be typed on a keyboard.")]
    small = password.casefold()
    if small in COMMON or len(set(small)) == 1:
        return [Problem(field, "This password is one of the first that strangers try. Choose another one.")]
    if small in {part for words in not_like for part in (words.casefold(), words.casefold().partition("@")[0])}:
        return [Problem(field, "Choose a password that is not your name or e-mail address.")]
    return []


def _plain(password: str) -> bytes:
    """One form for what keyboards send in several (NFKC), cut where no honest password reaches."""
    return normalize("NFKC", password[: LONGEST + 1]).encode("utf-8", "surrogatepass")
