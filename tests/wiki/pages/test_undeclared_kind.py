"""A kind that is declared no longer: its pages wait unseen, and everything else goes on."""

import dataclasses

from front_door import Site

from storage.database import Database
from wiki.kinds.model import Library
from wiki.pages.documents import Documents
from wiki.pages.reading import Readings


def test_pages_of_a_kind_that_is_gone_are_missing_not_broken(site: Site) -> None:
    slug = site.page()
    library = site.service(Library)
    fewer = dataclasses.replace(library, kinds={key: kind for key, kind in library.kinds.items() if key != "page"})
    site.service(Readings)._library = fewer
    client = site.client("editor")
    for path in (f"/wiki/{slug}", f"/wiki/{slug}/source", f"/wiki/{slug}/history/1", f"/wiki/{slug}/diff"):
        assert client.get(path).status_code == 404, path
    documents = Documents(site.service(Database), fewer, site.clock)
    assert not documents.versions()
    assert not list(documents.documents([1]))
