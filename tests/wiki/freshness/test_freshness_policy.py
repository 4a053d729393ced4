"""Who may check, flag, take over and let go: the whole table."""

import pytest

from auth.model import Actor, Role
from wiki.freshness.policy import may_check, may_flag, may_let_go, may_take

EVERYONE = list(Role)
FROM_PRACTITIONER = [role for role in Role if role >= Role.PRACTITIONER]
EDITORS = [role for role in Role if role >= Role.EDITOR]


def roles(question) -> list[Role]:
    """The roles for which the answer is yes."""
    people = [Actor(None if role is Role.READER else 7, role, "Ana", "ana") for role in Role]
    return [who.role for who in people if question(who)]


@pytest.mark.parametrize(
    ("published", "reviewed", "allowed"),
    [(True, True, FROM_PRACTITIONER), (True, False, []), (False, True, []), (False, False, [])],
)
def test_who_checks(published: bool, reviewed: bool, allowed: list[Role]) -> None:
    assert roles(lambda who: may_check(who, published=published, reviewed=reviewed)) == allowed


@pytest.mark.parametrize(
    ("published", "has_owner", "allowed"),
    [(True, False, FROM_PRACTITIONER), (True, True, []), (False, False, []), (False, True, [])],
)
def test_who_takes_a_page_over(published: bool, has_owner: bool, allowed: list[Role]) -> None:
    assert roles(lambda who: may_take(who, published=published, has_owner=has_owner)) == allowed


@pytest.mark.parametrize(
    ("has_owner", "is_mine", "allowed"),
    [(True, True, EVERYONE), (True, False, EDITORS), (False, False, [])],
)
def test_who_lets_a_page_go(has_owner: bool, is_mine: bool, allowed: list[Role]) -> None:
    assert roles(lambda who: may_let_go(who, has_owner=has_owner, is_mine=is_mine)) == allowed


@pytest.mark.parametrize(
    ("published", "reviewed", "allowed"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_everybody_may_say_that_a_published_page_that_is_checked_no_longer_matches(
    published: bool, reviewed: bool, allowed: bool
) -> None:
    assert may_flag(published=published, reviewed=reviewed) is allowed
