"""Newcomers: every way an account comes into being: set-up, joining, an invitation, the command line."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth import audit, invitations, queries, tokens
from auth.errors import Invalid, Problem, UsedUp
from auth.identity import clean_email, clean_name
from auth.limits import Limits, network
from auth.model import Account, Actor, Attribution, JoinMode, Permission, Role
from auth.passwords import Passwords, problems_of
from auth.policy import may_grant, require
from auth.service import Profile, fill
from auth.tokens import Purpose
from storage.database import Database
from storage.errors import Busy
from storage.jobs import enqueue

TAKEN = Problem("email", "There is an account with this address already. Sign in, or ask for a new password.")
JOINS_AN_HOUR = 60  # from one address: a whole conference may sit behind it


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody gives to get an account."""

    email: str
    password: str
    profile: Profile


class Newcomers:
    """Makes accounts. `mail` says whether mail is set up: then open joining is confirmed by a letter."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        limits: Limits,
        passwords: Passwords,
        *,
        mode: JoinMode = JoinMode.OPEN,
        mail: bool = False,
    ) -> None:
        self._database = database
        self._clock = clock
        self._limits = limits
        self._passwords = passwords
        self.mode = mode
        self.mail = mail

    def setup_token(self) -> str | None:
        """A new token for the one-time set-up link, ending the one before; None once there is an admin."""
        with self._database.read() as session:
            if queries.has_admin(session):
                return None
        with self._database.write() as session:
            return tokens.issue(session, Purpose.SETUP, self._clock())

    def needs_setup(self) -> bool:
        """Whether there is no admin yet."""
        with self._database.read() as session:
            return not queries.has_admin(session)

    def setup_is_open(self, token: str) -> bool:
        """Whether the first admin could be made with this token now."""
        with self._database.read() as session:
            return not queries.has_admin(session) and tokens.is_good(session, Purpose.SETUP, token, self._clock())

    def setup(self, token: str, newcomer: Newcomer) -> Account:
        """Make the first admin; raises `UsedUp` (link used, or there is an admin), `Invalid`."""

        def first(session: Session, account: Account) -> Role:
            tokens.redeem(session, Purpose.SETUP, token, self._clock())
            if queries.has_admin(session):
                raise UsedUp("there is an admin already")
            return Role.ADMIN

        if not self.setup_is_open(token):
            raise UsedUp("this link is used or too old")
        email, kept = self._checked(newcomer)
        return self._make(email, kept, newcomer.profile, first, "account.set_up")

    def add(self, actor: Actor, newcomer: Newcomer, role: Role) -> Account:
        """Make an account for somebody else; raises `Forbidden`, `Invalid`."""
        require(actor, Permission.ACCOUNT_MANAGE)
        if not may_grant(actor, Role.MEMBER, role):
            raise Invalid([Problem("role", "Choose a role from the list.")])
        email, kept = self._checked(newcomer)
        return self._make(email, kept, newcomer.profile, lambda *_: role, "account.added", by=actor)

    def join(self, newcomer: Newcomer, address: str, invitation: str = "") -> Account | None:
        """Make an account, or None when a letter was sent that must be answered first.

        Raises `UsedUp` when joining is not open in this way, `Invalid`, `TooMany`. With mail set up, open joining
        answers the same for known and unknown addresses.
        """
        if self.mode is JoinMode.CLOSED or (self.mode is JoinMode.INVITATION and not invitation):
            raise UsedUp("joining is not open")
        self._limits.check(f"join:address:{network(address)}", JOINS_AN_HOUR, 3600)
        email, kept = self._checked(newcomer)
        if self.mail and not invitation:
            self._ask_by_mail(email, kept, newcomer.profile)
            return None

        def role_for(session: Session, account: Account) -> Role:
            return invitations.accept(session, invitation, account.id, self._clock()) if invitation else Role.MEMBER

        return self._make(email, kept, newcomer.profile, role_for, "account.joined")

    def _ask_by_mail(self, email: str, kept: str, profile: Profile) -> None:
        """Keep what was typed until the letter is answered; the letter's link is made when it is sent."""
        now = self._clock()
        detail = {"email": email, "password_hash": kept, "profile": asdict(profile)}
        with self._database.write() as session:
            row_id = tokens.reserve(session, Purpose.JOIN, now, detail)
            enqueue(session, "mail", {"letter": "join", "token_id": row_id}, due=now)

    def may_confirm(self, token: str) -> bool:
        """Whether a letter with this token waits for its answer."""
        with self._database.read() as session:
            return tokens.is_good(session, Purpose.JOIN, token, self._clock())

    def confirm(self, token: str) -> Account:
        """Make the account that a letter asked about; raises `UsedUp`."""

        def answered(session: Session, account: Account) -> Role:
            tokens.redeem(session, Purpose.JOIN, token, self._clock())
            return Role.MEMBER

        with self._database.read() as session:
            row = tokens.find(session, Purpose.JOIN, token, self._clock())
        about = dict(row.detail["profile"])
        about["attribution"] = Attribution(about["attribution"])
        about["languages"] = tuple(about["languages"])
        try:
            kept = row.detail["password_hash"]
            return self._make(row.detail["email"], kept, Profile(**about), answered, "account.joined")
        except Invalid as error:  # somebody made the account since the letter was sent
            raise UsedUp("this link is used") from error

    def _checked(self, newcomer: Newcomer) -> tuple[str, str]:
        """The address as it is kept and the password's hash; raises `Invalid` with everything that is wrong."""
        problems: list[Problem] = []
        name = clean_name(newcomer.profile.name, problems)
        email = clean_email(newcomer.email, problems)
        problems += problems_of(newcomer.password, not_like=(email, name))
        if problems:
            raise Invalid(problems)
        return email, self._passwords.hash(newcomer.password)

    def _make(
        self,
        email: str,
        kept: str,
        profile: Profile,
        role_for: Callable[[Session, Account], Role],
        deed: str,
        by: Actor | None = None,
    ) -> Account:
        """Insert the account; what the database finds double is the address, or a handle taken this very moment."""
        for _ in range(3):
            try:
                with self._database.write() as session:
                    return self._insert(session, email, kept, profile, role_for, deed, by)
            except IntegrityError:
                with self._database.read() as session:
                    if queries.by_email(session, email) is not None:
                        raise Invalid([TAKEN]) from None
        raise Busy("others took the same handle again and again")

    def _insert(
        self,
        session: Session,
        email: str,
        kept: str,
        profile: Profile,
        role_for: Callable[[Session, Account], Role],
        deed: str,
        by: Actor | None,
    ) -> Account:
        now = self._clock()
        if by is not None:
            by = queries.acting(session, by, Permission.ACCOUNT_MANAGE)
        name = clean_name(profile.name, [])
        account = Account(email=email, password_hash=kept, role=Role.MEMBER, active=True, created=now)
        account.handle = queries.free_handle(session, name)
        fill(account, name, profile)
        session.add(account)
        session.flush()
        account.role = role_for(session, account)
        audit.record(
            session, now, by or account.actor, deed, f"account:{account.id}", role=Role(account.role).name.lower()
        )
        return account
