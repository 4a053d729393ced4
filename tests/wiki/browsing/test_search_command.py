"""`flask index search` finds what readers find, each under the rights of the role it is asked for."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from front_door import Site

from wiki.pages.access import Access
from wiki.pages.service import Pages

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(site: Site) -> Run:
    for number in range(12):
        site.page(f"Phone tree of local {number}", body="Members call each other.")
    hidden = {"title": "Phone tree with zebras", "summary": "One.", "body": "Words."}
    site.service(Pages).create(site.person("editor"), "page", hidden, seen_by=Access("members"))
    site.work()

    def run(*args: str) -> tuple[int, str]:
        result = site.app.test_cli_runner().invoke(args=["index", "search", *args])
        return result.exit_code, result.output.strip()

    return run


def told(run: Run, *args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*args, "--json")[1])
    return found


def test_words_find_what_a_reader_without_an_account_finds(run: Run) -> None:
    code, said = run("phone", "tree")
    assert code == 0
    assert said.splitlines()[0] == "12 found, 12 with all of it"
    assert "(page) /wiki/phone-tree-of-local-" in said
    assert said.endswith("Page 1 of 2; --page shows the others.")
    assert "zebras" not in said
    assert len(told(run, "phone tree", "--page", "2")["hits"]) == 2


def test_a_role_finds_what_it_may_see(run: Run) -> None:
    assert told(run, "phone tree", "--as", "member")["total"] == 13
    found = told(run, "zebras")
    assert (found["as"], found["total"], found["hits"]) == ("reader", 0, [])
    found = told(run, "zebras", "--as", "member")
    assert [hit["path"] for hit in found["hits"]] == ["/wiki/phone-tree-with-zebras"]


def test_a_better_spelling_is_said(run: Run) -> None:
    assert "looked for “phone”" in run("phoen")[1]
    found = told(run, "phoen")
    assert (found["words"], found["searched"], found["total"]) == ("phoen", "phone", 12)


def test_without_an_index_titles_are_found_and_the_exit_code_says_so(site: Site) -> None:
    site.page("Phone tree")
    result = site.app.test_cli_runner().invoke(args=["index", "search", "phone"])
    assert (result.exit_code, "The index is away; 1 found by words of titles." in result.output) == (1, True)


@pytest.mark.parametrize("args", [(), ("x", "--as", "nobody"), ("x", "--page", "0")])
def test_what_cannot_be_asked_is_said(run: Run, args: tuple[str, ...]) -> None:
    assert run(*args)[0] == 2
