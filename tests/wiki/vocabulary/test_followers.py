"""What knows terms by their keys follows a merge: feeds lead on, and watches of the old word go on."""

from front_door import Site
from vocabulary_case import case

from wiki.vocabulary.service import Vocabularies
from wiki.watching.model import TAG
from wiki.watching.service import Watching


def test_the_feed_of_a_merged_term_leads_on(site: Site) -> None:
    site.service(Vocabularies).merge(site.person("editor"), "areas", "email", "website")
    answer = site.client().get("/topics/areas/email.atom")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/topics/areas/website.atom")


def test_whoever_watches_a_merged_term_is_told_of_what_it_became(site: Site) -> None:
    member = site.person("member")
    site.service(Watching).start(member, TAG, "areas/email")
    site.service(Vocabularies).merge(site.person("editor"), "areas", "email", "website")
    site.work()
    case(site, "About our site", areas=["website"])
    site.work()
    assert "About our site" in site.client("member").get("/inbox").text


def test_rewriting_pages_is_nobodys_news(site: Site) -> None:
    member = site.person("member")
    case(site, "About our site", areas=["email"])
    site.work()
    site.service(Watching).start(member, TAG, "areas/website")
    site.service(Vocabularies).merge(site.person("editor"), "areas", "email", "website")
    site.work()
    assert "About our site" not in site.client("member").get("/inbox").text
