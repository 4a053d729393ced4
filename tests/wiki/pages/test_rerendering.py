"""Stored HTML follows the renderer."""

from front_door import Site
from sqlalchemy import update

from storage.database import Database
from wiki.pages.model import Revision
from wiki.pages.rerendering import Rerendering


def test_html_of_an_older_renderer_is_made_anew_in_the_background(any_site: Site) -> None:
    slug = any_site.page(body="Words that *stay*.")
    with any_site.service(Database).write() as session:
        session.execute(update(Revision).values(html={"body": "<p>An older look.</p>"}, renderer=0))
    assert any_site.service(Rerendering).ask() == 1
    any_site.work()
    assert "<em>stay</em>" in any_site.client().get(f"/wiki/{slug}").text
    assert any_site.service(Rerendering).ask() == 0
