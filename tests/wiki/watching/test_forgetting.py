"""Notices go in time: ninety days after they were read, and after a year if nobody read them."""

from sqlalchemy import func, select
from watching_place import Place

from storage.database import Database
from storage.jobs import Job
from wiki.watching.forgetting import FORGET
from wiki.watching.inbox import Inbox

DAY = 24 * 3600


def waiting(place: Place) -> int:
    """How many such jobs wait."""
    with place.site.service(Database).read() as session:
        return session.scalar(select(func.count()).where(Job.kind == FORGET, Job.state == "waiting")) or 0


def test_what_was_read_goes_after_ninety_days_and_the_rest_after_a_year(place: Place) -> None:
    site, ana, bo = place.site, place.site.person("member", "Ana"), place.site.person("member", "Bo")
    slug = site.page()
    for who in (ana, bo):
        place.watch(who, "page", slug)
    place.change(slug, site.person("editor"))
    (line,) = place.told(ana)
    site.clock.pass_by(30 * DAY)
    site.service(Inbox).mark_read(ana, [line.id])
    place.change(slug, site.person("editor"), base=2)
    site.clock.pass_by(89 * DAY)
    assert [(one.number, one.is_read) for one in place.told(ana)] == [(3, False), (2, True)]
    assert waiting(place) == 1  # one a day, however many were told
    site.clock.pass_by(2 * DAY)
    assert [one.number for one in place.told(ana)] == [3]
    assert [one.number for one in place.told(bo)] == [3, 2]
    site.clock.pass_by(245 * DAY)
    assert [one.number for one in place.told(bo)] == [3]
    site.clock.pass_by(31 * DAY)
    assert place.told(ana) == place.told(bo) == []
    assert waiting(place) == 0  # nothing is left to look after
