"""Organizations like ours: said once, kept in a cookie, lists lead with the closest, nothing is hidden or shared."""

from flask.testing import FlaskClient
from front_door import Site, token
from test_search_page import titles_of, words_of

from wiki.browsing.likeness import Likeness, Ours
from wiki.kinds.model import Library

STOPPED = "A site that came to a stop"


def say(client: FlaskClient, do: str = "keep", **said: str) -> None:
    answer = client.post(
        "/ours", data={"csrf_token": token(client, "/ours"), "do": do, "next": "/search?q=ballot", **said}
    )
    assert answer.status_code == 303
    assert answer.location.endswith("/search?q=ballot")


def test_the_closest_lead_and_say_why(library: Site) -> None:
    client = library.client()
    assert titles_of(client, "/search?q=ballot&sort=newest")[0] == STOPPED
    say(client, org_type="worker_center", area="website")
    for address in ("/search?q=ballot", "/case-studies", "/search"):
        assert titles_of(client, address)[0] == STOPPED, address
        assert "Like yours: same type, same area of work" in words_of(client, address)
    assert "of 13 results" in words_of(client, "/search?q=ballot")
    assert "Closest to your organization first:" in words_of(client, "/search?q=ballot")


def test_one_switch_turns_it_off_and_on_again(library: Site) -> None:
    client = library.client()
    say(client, org_type="local_union")
    assert titles_of(client, "/case-studies")[-1] != STOPPED
    assert titles_of(client, "/case-studies")[0] != STOPPED
    say(client, "off")
    assert titles_of(client, "/case-studies")[0] == STOPPED
    assert "Like yours" not in words_of(client, "/case-studies")
    say(client, "on")
    assert titles_of(client, "/case-studies")[0] != STOPPED
    say(client, "forget")
    assert client.get_cookie("ours") is None


def test_nobody_else_gets_the_order_of_this_reader(library: Site) -> None:
    one, other = library.client(), library.client()
    one.set_cookie("ours", "org_type=local_union")
    mine = one.get("/case-studies")
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert titles_of(one, "/case-studies")[0] != STOPPED
    shared = other.get("/case-studies")
    assert "Like yours" not in shared.text
    assert titles_of(other, "/case-studies")[0] == STOPPED
    assert "Like yours" in one.get("/case-studies").text


def test_whatever_the_cookie_says_is_answered(reader: FlaskClient) -> None:
    for said in ("%%%", "org_type=moon", "a=1&" * 200, "org_type=local_union&off=1", "=", "size=unknown"):
        reader.set_cookie("ours", said)
        assert reader.get("/case-studies").status_code == 200
    reader.delete_cookie("ours")


def test_bands_beside_count_half_and_what_nobody_knows_counts_nothing(library: Site) -> None:
    likeness = Likeness(library.service(Library))
    keys = [key for key, _ in next(terms for name, _, terms in likeness.questions() if name == "size")]
    assert "unknown" not in keys
    assert likeness.points(likeness.read({"size": keys[-1]})) == {"size": {keys[-2]: 0.1, keys[-1]: 0.2}}
    assert likeness.points(Ours({"size": keys[0]}, on=False)) == {}
    assert likeness.from_cookie(likeness.read({"size": keys[0]}).cookie()) == likeness.read({"size": keys[0]})
