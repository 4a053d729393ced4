"""House rules: defaults until an admin chooses otherwise, then the same for every process at once."""

import pytest
from front_door import Site

from auth.errors import Forbidden
from storage.database import Database
from storage.generation import Generation
from wiki.rules.model import HouseRules
from wiki.rules.service import Rules


def another_process(site: Site) -> Rules:
    database = site.service(Database)
    return Rules(database, Generation(database), site.clock)


def test_the_rules_are_the_defaults_until_an_admin_chooses(any_site: Site) -> None:
    rules, elsewhere = any_site.service(Rules), another_process(any_site)
    assert rules.now() == elsewhere.now() == HouseRules()
    rules.change(any_site.person("admin"), {"smallest_group": 5, "unknown": 1})
    assert rules.now() == elsewhere.now() == HouseRules(smallest_group=5)
    rules.change(any_site.person("admin"), {"smallest_group": 4})
    assert elsewhere.now().smallest_group == 4


@pytest.mark.parametrize("role", ["member", "trainer", "editor"])
def test_nobody_but_admins_changes_them(site: Site, role: str) -> None:
    with pytest.raises(Forbidden):
        site.service(Rules).change(site.person(role), {"without_account": False})
    assert site.service(Rules).now().without_account
