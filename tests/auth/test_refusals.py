"""The audit log tells who was refused what matters, once an hour, and nothing of readers without an account."""

from front_door import Site

from auth.audit import latest
from storage.database import Database


def refused(site: Site) -> list[tuple[str, str]]:
    """Who was refused what, the newest first."""
    lines = latest(site.service(Database), site.person("admin"))
    return [(line.actor_name, line.subject) for line in lines if line.action == "permission.refused"]


def test_whoever_tries_what_only_admins_may_is_in_the_log_once_an_hour(any_site: Site) -> None:
    member = any_site.client("member", "Ana")
    for _ in range(3):
        assert member.get("/outbox").status_code == 403
    assert refused(any_site) == [("Ana", "account:manage")]
    any_site.clock.pass_by(3601)
    assert any_site.client("member", "Ana").get("/outbox").status_code == 403
    assert refused(any_site) == [("Ana", "account:manage")] * 2


def test_nothing_is_kept_of_readers_and_of_what_does_not_matter(any_site: Site) -> None:
    slug = any_site.page()
    any_site.client().get("/outbox")
    assert any_site.client("member").get(f"/wiki/{slug}/move").status_code == 403
    assert refused(any_site) == []
