"""The rules with their defaults, and the table that keeps what admins chose."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base


class Rule(Base):
    """One rule that was changed from its default."""

    __tablename__ = "rule"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


@dataclass(frozen=True, slots=True)
class HouseRules:
    """Everything admins may choose, with its default.

    `without_account`: readers may suggest a change and share a case. `smallest_group`: a facet's count below it is not
    shown, since it could give somebody away. `hold_first`: what a new account publishes is held until so many of its
    contributions were accepted. `after_accepted`: accepted contributions after which a member is proposed as
    practitioner. `blocked_words`: a contribution with one of them is refused, one a line; `blocked_sites`: so is a link
    to one of these sites. `refused_mail`: who joins without an invitation needs an address at other sites.
    `from_one_place`, `from_one_account`: the most that a connection without an account, and an account whose changes
    go to review, may send in an hour. `refused_a_day`: after so many refused tries a connection without an account is
    not heard for a day. `keep_searches`: what is searched for is counted, of nobody in particular, for ninety days.
    """

    without_account: bool = True
    smallest_group: int = 3
    hold_first: int = 1
    after_accepted: int = 3
    blocked_words: str = ""
    blocked_sites: str = ""
    refused_mail: str = ""
    from_one_place: int = 30
    from_one_account: int = 60
    refused_a_day: int = 10
    keep_searches: bool = True
