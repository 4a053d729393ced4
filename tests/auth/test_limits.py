"""Rate limits that all workers share."""

import pytest
from auth_place import Place
from sqlalchemy import text

from auth.errors import TooMany
from auth.limits import Limit, Limits, network


def test_a_limit_holds_and_says_for_how_long(place: Place) -> None:
    for _ in range(3):
        place.desk.limits.check("save:7", 3, 60)
    place.clock.forward(seconds=15)
    with pytest.raises(TooMany) as refusal:
        place.desk.limits.check("save:7", 3, 60)
    assert refusal.value.retry_after == 45
    place.desk.limits.check("save:8", 3, 60)
    place.clock.forward(seconds=45)
    place.desk.limits.check("save:7", 3, 60)


def test_another_worker_counts_on(place: Place) -> None:
    other = Limits(place.database, place.clock, b"s" * 32)
    place.desk.limits.check("join", 2, 60)
    other.check("join", 2, 60)
    with pytest.raises(TooMany):
        place.desk.limits.check("join", 2, 60)


def test_all_or_nothing(place: Place) -> None:
    limits = place.desk.limits
    limits.check("narrow", 1, 60)
    for _ in range(5):
        with pytest.raises(TooMany):
            limits.check_all([Limit("wide", 2, 60), Limit("narrow", 1, 60)])
    limits.check("wide", 2, 60)
    limits.check("wide", 2, 60)


def test_counting_inside_another_transaction(place: Place) -> None:
    limits = place.desk.limits
    for _ in range(2):
        with place.database.write() as session:
            limits.check_within(session, "save:7", 2, 60)
    with pytest.raises(TooMany), place.database.write() as session:
        limits.check_within(session, "save:7", 2, 60)


def test_a_good_try_is_given_back_but_never_below_nothing(place: Place) -> None:
    limits = place.desk.limits
    limits.give_back("door")
    limits.check("door", 1, 60)
    limits.give_back("door")
    limits.give_back("door")
    limits.check("door", 1, 60)
    with pytest.raises(TooMany):
        limits.check("door", 1, 60)


def test_neither_addresses_nor_e_mails_are_kept_and_old_rows_go(place: Place) -> None:
    place.desk.limits.check("sign-in:203.0.113.9:ana@example.org", 5, 60)
    with place.database.read() as session:
        assert "203.0" not in str(session.execute(text("SELECT * FROM rate_count")).all())
    place.clock.forward(seconds=61)
    place.desk.limits.check("other", 5, 60)
    with place.database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM rate_count")) == 1


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_one_connection_is_one_network(address: str, kept: str) -> None:
    assert network(address) == kept
