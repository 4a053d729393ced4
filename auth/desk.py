"""The desk: every service of this room, built once from what the app knows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from auth.invitations import Invitations
from auth.leaving import Farewell, Leaving
from auth.letters import LetterBox
from auth.limits import Limits
from auth.mail import Mailer, MailSettings
from auth.model import JoinMode
from auth.newcomers import Newcomers
from auth.passwords import Passwords
from auth.refusals import Refusals
from auth.resets import Resets
from auth.roster import Roster
from auth.service import Accounts, SignInRules
from storage.database import Database


@dataclass(frozen=True, slots=True)
class House:
    """What this room is told about the site. `base_url` is the configured one, as in letters and links."""

    name: str
    base_url: str
    join: JoinMode = JoinMode.OPEN
    mail: MailSettings = MailSettings()  # noqa: RUF009  # frozen, so sharing it is safe
    sign_in: SignInRules = SignInRules()  # noqa: RUF009


@dataclass(frozen=True, slots=True)
class Desk:
    """The services by name; `letters.send` is the handler of `mail` jobs."""

    house: House
    accounts: Accounts
    newcomers: Newcomers
    invitations: Invitations
    resets: Resets
    roster: Roster
    limits: Limits
    refusals: Refusals
    leaving: Leaving
    letters: LetterBox
    mailer: Mailer

    def link(self, path: str) -> str:
        """The full address of a path, for links that leave the site; never made from a request's host."""
        return self.house.base_url.rstrip("/") + path


def open_desk(
    database: Database,
    clock: Callable[[], datetime],
    secret: bytes,
    house: House,
    passwords: Passwords | None = None,
    farewells: Sequence[Farewell] = (),
) -> Desk:
    """Build the services. `secret` keys the hashes of addresses in rate limits; any 16 bytes or more will do.

    `farewells` are what other rooms do when an account leaves for good.
    """
    hashing = passwords or Passwords()
    limits = Limits(database, clock, secret)
    mailer = Mailer(house.mail)
    mail = mailer.is_set_up
    accounts = Accounts(database, clock, limits, hashing, house.sign_in)
    return Desk(
        house=house,
        accounts=accounts,
        newcomers=Newcomers(database, clock, limits, hashing, mode=house.join, mail=mail),
        invitations=Invitations(database, clock),
        resets=Resets(database, clock, limits, hashing, mail=mail),
        roster=Roster(database, clock),
        limits=limits,
        refusals=Refusals(database, clock, limits),
        leaving=Leaving(database, clock, hashing, accounts, farewells),
        letters=LetterBox(database, clock, mailer, site=house.name, base_url=house.base_url),
        mailer=mailer,
    )
