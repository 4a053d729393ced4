"""Search while its index is away: plain words, a list by title, and no bytes kept for later."""

from browsing_library import fill
from front_door import Site

from search.upkeep import Upkeep


def test_pages_are_listed_by_title_and_found_by_words_of_titles(site: Site) -> None:
    write = [site.page(title) for title in ("Phone tree", "A bus ride", "Tree of unions")]
    assert len(write) == 3
    page = site.client().get("/search?q=tree&org_type=local_union").text
    assert "Search is being prepared" in page
    assert page.index("Phone tree") < page.index("Tree of unions")
    assert "A bus ride" not in page
    assert "A bus ride" in site.client().get("/pages").text
    assert "No title holds these words" in site.client().get("/search?q=zebra").text


def test_what_is_made_without_the_index_is_not_kept(site: Site) -> None:
    site.page("Phone tree")
    reader = site.client()
    assert "Search is being prepared" in reader.get("/pages").text
    assert 'class="try"' not in reader.get("/").text
    fill(site)
    site.service(Upkeep).heal()
    assert "Search is being prepared" not in reader.get("/pages").text
    assert 'class="try"' in reader.get("/").text


def test_a_kept_list_follows_what_is_written(site: Site) -> None:
    site.page("Phone tree")
    site.work()
    reader = site.client()
    assert reader.get("/pages").headers["Cache-Control"] == "public, no-cache"
    assert reader.get("/pages").headers["ETag"]
    site.page("A bus ride")
    assert "Phone tree" in reader.get("/pages").text
    site.work()
    assert "A bus ride" in reader.get("/pages").text
    assert "A bus ride" in reader.get("/orphans").text


def test_a_page_first_read_while_the_index_is_away_gets_its_part_later(site: Site) -> None:
    slug, _ = site.page("Phone tree of a local"), site.page("Phone tree of a region")
    reader = site.client()
    answer = reader.get(f"/wiki/{slug}")
    assert (answer.status_code, "More like this" in answer.text) == (200, False)
    assert answer.headers["Cache-Control"] == "private, no-store"
    site.service(Upkeep).rebuild()
    answer = reader.get(f"/wiki/{slug}")
    assert "More like this" in answer.text
    assert answer.headers["Cache-Control"] == "public, no-cache"
