"""A wrong address is answered with what is near, cheaply, and also while the database cannot be asked."""

import pytest
from front_door import Site

from storage.errors import Busy
from wiki.pages.lists import Lists


def test_the_nearest_titles_are_offered(site: Site) -> None:
    slug = site.page("Texting members before a vote")
    answer = site.client().get("/wiki/texting-membrs-before-vote")
    assert answer.status_code == 404
    assert f'href="/wiki/{slug}"' in answer.text


@pytest.mark.parametrize("path", ["/.env", "/wp-login.php", "/wiki/texting.php"])
def test_programs_that_look_for_holes_do_not_read_the_library(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(Lists, "titles", lambda _self, actor: asked.append(actor) or [])
    assert site.client().get(path).status_code == 404
    assert asked == []


def test_a_wrong_address_stays_404_while_titles_cannot_be_asked_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_self: Lists, _actor: object) -> None:
        raise Busy("locked")

    monkeypatch.setattr(Lists, "titles", busy)
    assert site.client().get("/nowhere-at-all").status_code == 404


def test_a_refused_form_gives_every_longer_text_back(site: Site) -> None:
    texts = {name: f"What was typed into the field {name}, and took its time." for name in ("summary", "body")}
    answer = site.client().post("/wiki/nowhere/edit", data=texts)
    assert answer.status_code == 404
    for text in texts.values():
        assert text in answer.text
