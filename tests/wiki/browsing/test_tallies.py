"""Counts that give nobody away: which are told, and what stands where one is not."""

from collections.abc import Mapping

import pytest
from front_door import Site

from wiki.browsing.service import Browsing
from wiki.browsing.tallies import Tallies, Tally
from wiki.kinds.model import Library
from wiki.kinds.terms import Vocabulary
from wiki.rules.service import Rules

LIBRARY = Library(
    {}, {"org": Vocabulary("org", "Org", "", {}, about_people=True), "area": Vocabulary("area", "", "", {})}
)


def told(counts: Mapping[str, int], total: int | None = None, smallest: int = 3, vocabulary: str = "org") -> object:
    found = Tallies(LIBRARY, lambda: smallest).told(vocabulary, counts, total)
    return {term: (tally.count, tally.under) for term, tally in found.items()}


@pytest.mark.parametrize("count", [1, 2])
def test_a_small_group_is_not_counted_and_areas_are(count: int) -> None:
    assert told({"a": count, "b": 9}) == {"a": (0, 3), "b": (9, 0)}
    assert told({"a": count, "b": 9}, vocabulary="area") == {"a": (count, 0), "b": (9, 0)}
    assert told({"a": count}, vocabulary="") == {"a": (count, 0)}
    assert told({"a": count}, smallest=0) == told({"a": count}, smallest=1) == {"a": (count, 0)}


def test_three_is_counted_and_nothing_looks_like_one_or_two() -> None:
    assert told({"a": 3}) == {"a": (3, 0)}
    tallies = Tallies(LIBRARY, lambda: 3)
    assert tallies.nothing("org") == tallies.told("org", {"a": 2})["a"] == Tally(under=3)
    assert tallies.nothing("area") == Tally(0)


def test_a_single_small_group_cannot_be_worked_out_from_the_total() -> None:
    assert told({"a": 1, "b": 12, "c": 4}, 17) == {"a": (0, 3), "b": (12, 0), "c": (0, 5)}
    assert told({"a": 1, "b": 5}, 6) == {"a": (0, 3), "b": (0, 10)}
    assert told({"a": 1, "b": 2, "c": 4}, 7) == {"a": (0, 3), "b": (0, 3), "c": (4, 0)}  # two: nobody knows which
    assert told({"a": 1, "b": 12}, 40) == {"a": (0, 3), "b": (12, 0)}  # most pages carry none of these


def test_which_words_are_about_people_is_declared(site: Site) -> None:
    about = {key for key, one in site.service(Library).vocabularies.items() if one.about_people}
    assert {"org_type", "members_band", "staff_band", "budget_band", "region", "sector"} <= about
    assert about & {"areas", "outcome", "level", "tool_category", "goal"} == set()


def test_admins_change_how_small_is_small(site: Site) -> None:
    admin = site.person("admin")
    counts = {"org_type": {"local_union": 4}}
    for smallest, expected in ((3, Tally(4)), (6, Tally(under=6)), (1, Tally(4))):
        site.service(Rules).change(admin, {"smallest_group": smallest})
        terms = next(topic.terms for topic in site.service(Browsing).topics(counts) if topic.key == "org_type")
        assert next(one.tally for one in terms if one.term.key == "local_union") == expected
