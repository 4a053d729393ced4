"""What happens when two people do it at the same moment, on each database."""

from collections.abc import Sequence
from contextlib import suppress
from threading import Barrier, Thread

from auth_place import PASSWORD, Place

from auth.errors import Forbidden, Invalid, TooMany, UsedUp
from auth.model import SYSTEM, Account, Role
from auth.newcomers import Newcomer
from auth.service import Profile

HOME = "203.0.113.9"


def newcomer(email: str = "ana@example.org", name: str = "Ana") -> Newcomer:
    return Newcomer(email, PASSWORD, Profile(name))


def together(threads: Sequence[Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_admins_who_demote_each_other_leave_one(any_place: Place) -> None:
    one, two = any_place.person("one", Role.ADMIN), any_place.person("two", Role.ADMIN)
    roster = any_place.desk.roster
    for round_ in range(20):
        start = Barrier(2)

        def demote(by: Account, other: Account, close: bool = round_ % 2 == 0, gate: Barrier = start) -> None:
            gate.wait()
            with suppress(Invalid, Forbidden):
                if close:
                    roster.deactivate(by.actor, other.id)
                else:
                    roster.grant(by.actor, other.id, Role.EDITOR)

        threads = [Thread(target=demote, args=pair) for pair in ((one, two), (two, one))]
        together(threads)
        admins = [a for a in roster.find(SYSTEM).accounts if a.role == Role.ADMIN and a.active]
        assert len(admins) == 1
        for account in (one, two):
            roster.reactivate(SYSTEM, account.id)
            roster.grant(SYSTEM, account.id, Role.ADMIN)


def test_threads_at_once_get_no_more_than_the_limit(any_place: Place) -> None:
    passed: list[int] = []

    def attempt() -> None:
        try:
            any_place.desk.limits.check("rush", 5, 60)
            passed.append(1)
        except TooMany:
            pass

    threads = [Thread(target=attempt) for _ in range(12)]
    together(threads)
    assert len(passed) == 5


def test_two_people_with_the_setup_link_make_one_admin(any_place: Place) -> None:
    token = any_place.desk.newcomers.setup_token() or ""
    made: list[str] = []

    def attempt(name: str) -> None:
        with suppress(UsedUp):
            made.append(any_place.desk.newcomers.setup(token, newcomer(f"{name}@example.org", name=name)).email)

    threads = [Thread(target=attempt, args=(name,)) for name in ("ana", "bea")]
    together(threads)
    assert len(made) == 1
    assert len(any_place.desk.roster.find(SYSTEM).accounts) == 1


def test_two_at_once_with_one_address_make_one_account(any_place: Place) -> None:
    outcomes: list[str] = []

    def attempt() -> None:
        try:
            any_place.desk.newcomers.join(newcomer(), HOME)
            outcomes.append("made")
        except Invalid:
            outcomes.append("taken")

    threads = [Thread(target=attempt) for _ in range(4)]
    together(threads)
    assert sorted(outcomes) == ["made", "taken", "taken", "taken"]


def test_namesakes_at_once_get_a_handle_each(any_place: Place) -> None:
    made: list[str] = []

    def attempt(number: int) -> None:
        one = any_place.desk.newcomers.join(newcomer(f"p{number}@example.org", name="Same Name"), HOME)
        made.append(one.handle if one else "")

    together([Thread(target=attempt, args=(number,)) for number in range(3)])
    assert sorted(made) == ["same-name", "same-name-2", "same-name-3"]


def test_one_link_used_at_once_works_once(any_place: Place) -> None:
    link = any_place.desk.resets.link_for(SYSTEM, any_place.person("ana").id)
    worked: list[str] = []

    def attempt(password: str) -> None:
        with suppress(UsedUp):
            any_place.desk.resets.reset(link, password)
            worked.append(password)

    together([Thread(target=attempt, args=(f"a long phrase {number}",)) for number in range(4)])
    assert len(worked) == 1
    any_place.desk.accounts.authenticate("ana@example.org", worked[0], HOME)
