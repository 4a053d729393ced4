"""The table of roles and permissions, row by row against what was promised."""

from itertools import product

import pytest

from auth.errors import Forbidden
from auth.model import ANONYMOUS, Actor, Permission, Role
from auth.policy import audience, matrix, may, may_grant, require

TABLE = """\
                   reader  member  practitioner  trainer  editor  admin
account:grant      -       -       -             -        x       x
account:manage     -       -       -             -        -       x
audit:read         -       -       -             -        -       x
comment:moderate   -       -       -             -        x       x
comment:write      -       x       x             x        x       x
content:remove     -       -       -             -        -       x
event:publish      -       -       -             x        x       x
page:archive       -       -       -             -        x       x
page:check         -       -       x             x        x       x
page:lock          -       -       -             -        x       x
page:merge         -       -       -             -        x       x
page:move          -       -       -             -        x       x
page:publish       -       -       x             x        x       x
page:read_members  -       x       x             x        x       x
page:read_public   x       x       x             x        x       x
page:restrict      -       -       -             -        x       x
page:submit        -       x       x             x        x       x
page:suggest       x       x       x             x        x       x
page:tag           -       -       x             x        x       x
proposal:review    -       -       -             x        x       x
site:configure     -       -       -             -        -       x
vocabulary:change  -       -       -             -        x       x
wanted:manage      -       -       -             -        x       x"""


def one(role: Role, number: int | None = 7) -> Actor:
    return Actor(number, role, role.name, role.name.lower())


def test_the_table_is_the_promised_one() -> None:
    assert matrix() == TABLE


def test_permissions_stand_in_alphabetical_order() -> None:
    assert list(Permission) == sorted(Permission)


@pytest.mark.parametrize("permission", list(Permission))
def test_who_may_is_let_through_and_who_may_not_is_told_what_it_takes(permission: Permission) -> None:
    for role in Role:
        if may(one(role), permission):
            require(one(role), permission)
        else:
            with pytest.raises(Forbidden) as refusal:
                require(one(role), permission)
            assert may(one(refusal.value.lowest), permission)


def test_granting_as_a_truth_table() -> None:
    for actor, current, wanted in product(Role, Role, Role):
        expected = wanted is not Role.READER and (
            actor is Role.ADMIN or (actor is Role.EDITOR and current <= Role.TRAINER and wanted <= Role.TRAINER)
        )
        assert may_grant(one(actor), current, wanted) is expected, (actor, current, wanted)


def test_audiences_grow_with_the_role() -> None:
    assert audience(ANONYMOUS) == {"public"}
    assert audience(one(Role.MEMBER)) == {"public", "members", "account:7"}
    assert audience(one(Role.PRACTITIONER)) == {"public", "members", "account:7"}
    assert audience(one(Role.TRAINER)) == {"public", "members", "reviewers", "account:7"}
    assert audience(one(Role.EDITOR)) == {"public", "members", "reviewers", "editors", "account:7"}
    assert audience(one(Role.ADMIN)) == audience(one(Role.EDITOR))
