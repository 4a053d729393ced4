"""Who shares without an account is nobody: neither address nor agent is in the database, the files, or the log."""

import logging

import pytest
from front_door import Site
from sharing_place import post, tell

from storage.database import Database
from wiki.settings import Settings

ADDRESS, AGENT, REFERRER = "203.0.113.77", "Zxagent/9.1 (Canary)", "https://zxreferrer.example/where"


def test_nothing_about_the_connection_is_stored(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    client = site.client()
    client.environ_base.update(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_REFERER=REFERRER)
    with caplog.at_level(logging.DEBUG):
        tell(client)
        code = client.get("/share/thanks").text.split('id="code">')[1].split("<")[0]
        post(client, "/share/done")
        post(client, "/contribution", code="0000-0000-0000-0000")
        path = post(client, "/contribution", code=code).location
        post(client, f"{path}/answer", words="Zxtyped words")
        post(client, f"{path}/take-back")
        site.work()
    site.service(Database).dispose()
    kept = {file: file.read_bytes() for file in site.service(Settings).data.rglob("*") if file.is_file()}
    assert any(b"Zxtyped words" in content for content in kept.values()), "this looks where things are kept"
    hidden = (ADDRESS, "203.0.113", AGENT, "Zxagent", "zxreferrer", code, code.replace("-", ""))
    found = [(file.name, word) for file, content in kept.items() for word in hidden if word.encode() in content]
    assert found == []
    assert [word for word in hidden if word in caplog.text] == []
