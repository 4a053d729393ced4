"""What review keeps beside proposals, and the frozen values its screens are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base, UtcDateTime
from wiki.errors import NotFound
from wiki.kinds.model import Kind, Values
from wiki.pages.model import Page, Proposal

CLAIM_LASTS = timedelta(days=7)
ASKED, GRANTED, NOT_YET = "asked", "granted", "not_yet"
SHOWS = ("waiting", "mine", "unclaimed", "quick", "new", "consent", "returned")
AGES = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
DECIDED, AWAY, TAKEN, STALE, NEEDS_CONSENT, WITH_WRITER = "decided", "away", "taken", "stale", "consent", "writer"


class Promotion(Base):
    """A member whose accepted work says that they may become practitioner; `accepted` is how much it was then.

    `reason` is why an editor said "not yet"; it is kept for editors alone.
    """

    __tablename__ = "promotion"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    accepted: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=ASKED)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created: Mapped[datetime] = mapped_column(UtcDateTime)
    decided: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NotNow(NotFound):
    """A decision that cannot be made now; nothing was changed. `reason` is one of the words above, `by` a name.

    Somebody else decided (DECIDED) or has it (TAKEN), the page is off the shelves (AWAY), a newer round came in
    (STALE), its writer has to agree first (NEEDS_CONSENT), or is at work on it (WITH_WRITER).
    """

    def __init__(self, reason: str, by: str = "") -> None:
        super().__init__(f"not now: {reason}")
        self.reason = reason
        self.by = by


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a proposal, as it may be shown: by `name`, as "withheld", or as nobody with an "account" here."""

    name: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is shown: one of `SHOWS`, a kind, a term of the area, waiting longer than one of `AGES`."""

    show: str = "waiting"
    kind: str = ""
    area: str = ""
    age: str = ""

    def query(self) -> dict[str, str]:
        """The same as the parameters of an address, without what is not chosen."""
        chosen = {"show": self.show if self.show != "waiting" else "", "kind": self.kind, "area": self.area}
        return {name: value for name, value in {**chosen, "age": self.age}.items() if value}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One proposal in the list. `touches` are the labels of what it changes, `answered` of how many quick questions."""

    id: int
    title: str
    slug: str
    kind: str
    author: Author
    note: str
    created: datetime
    is_new: bool
    state: str
    round: int
    via: str
    claimed_by: str = ""
    is_mine: bool = False
    touches: Sequence[str] = ()
    answered: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of the queue, with how many there are of each sort."""

    items: Sequence[Waiting]
    counts: Mapping[str, int]
    total: int
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class Round:
    """What a proposal said from one sending to the next; `mended_by` names the reviewer who wrote it, if one did."""

    number: int
    note: str
    mended_by: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A remark as it is shown: by a reviewer's `name`, or ("") by the writer."""

    name: str
    label: str
    text: str
    round: int
    created: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has taken a case, and until when."""

    name: str
    is_mine: bool
    until: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One proposal to decide on: what the page says now, and what it would say.

    Both as the reviewer may see them: a withheld name stays withheld from those who are not editors. `moved_on` says
    that the page changed since the proposal was begun, `clashes` names the places where both changes touch.
    """

    proposal: Proposal
    page: Page
    kind: Kind
    before: Values
    after: Values
    author: Author
    rounds: Sequence[Round]
    remarks: Sequence[Said]
    claim: Claim | None
    reviewer: str
    moved_on: bool
    clashes: Sequence[str]
    is_archived: bool
    is_open: bool
    may_decide: bool
    may_publish: bool
    base_created: datetime | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whose work proposes them as practitioner."""

    id: int
    account_id: int
    name: str
    handle: str
    accepted: int
    created: datetime
    reason: str = ""
    decided_by: str = ""
