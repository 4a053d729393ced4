"""Both servers leave it to one setting whose word on a reader's address and scheme is believed."""

import pytest
from front_door import Site

from storage.database import Database
from wiki import gunicorn_server, serving
from wiki.settings import Settings
from wiki.wanted.service.counting import Counting


def test_gunicorn_believes_no_header_by_itself(site: Site) -> None:
    server = gunicorn_server._Server(
        site.app, site.service(Settings), site.service(Database), None, site.service(Counting)
    )
    assert server.cfg.forwarded_allow_ips == []
    assert server.cfg.forwarder_headers == []


@pytest.mark.parametrize("proxies", [0, 1])
def test_waitress_hands_on_what_a_proxy_says_only_when_there_is_one(
    site: Site, monkeypatch: pytest.MonkeyPatch, proxies: int
) -> None:
    told: dict[str, object] = {}
    monkeypatch.setattr(serving.waitress, "serve", lambda _app, **given: told.update(given))
    monkeypatch.setattr(serving.signal, "signal", lambda *_given: None)
    settings = Settings(data=site.service(Settings).data, server="waitress", proxies=proxies)
    serving.serve(site.app, settings, site.service(Database), None)
    assert told["clear_untrusted_proxy_headers"] is (proxies == 0)
