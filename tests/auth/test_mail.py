"""Letters over a real socket, and what must not get into their headers."""

from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from post_office import PostOffice

from auth.mail import Mailer, MailSettings


@pytest.fixture
def office() -> Iterator[PostOffice]:
    made = PostOffice()
    yield made
    made.close()


def test_a_letter_arrives(office: PostOffice) -> None:
    Mailer(MailSettings(office.url, "Fieldbook <wiki@example.org>")).send("ana@example.org", "Hello", "Grüße\n.\nbye")
    letter = message_from_bytes(office.letters[0], policy=policy.default)
    assert (letter["To"], letter["Subject"], letter["From"]) == (
        "ana@example.org",
        "Hello",
        "Fieldbook <wiki@example.org>",
    )
    assert letter["Date"]
    assert "Grüße" in letter.get_content()


@pytest.mark.parametrize("bad", ["a\r\nBcc: all@example.org", "a\nX-Evil: 1", "a\rBcc: b@example.org", "a\u2028b\x00c"])
def test_words_do_not_become_headers(office: PostOffice, bad: str) -> None:
    Mailer(MailSettings(office.url, "wiki@example.org")).send("ana@example.org", bad, "body")
    letter = message_from_bytes(office.letters[0], policy=policy.default)
    assert set(letter.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version",
    }  # fmt: skip
    assert [word for word in office.said if word.lower().startswith("rcpt")] == ["rcpt TO:<ana@example.org>"]


def test_a_letter_may_say_how_to_stop_more_of_its_sort(office: PostOffice) -> None:
    address = f"https://wiki.example.org/{'long/' * 30}unsubscribe/w7-abc"
    headers = {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    Mailer(MailSettings(office.url, "wiki@example.org")).send("ana@example.org", "Hello", "body", headers)
    assert f"List-Unsubscribe: <{address}>\r\n".encode() in office.letters[0]  # neither broken nor encoded
    assert message_from_bytes(office.letters[0], policy=policy.default)["List-Unsubscribe-Post"] == (
        "List-Unsubscribe=One-Click"
    )


@pytest.mark.parametrize("bad", ["<x>\r\nBcc: all@example.org", "<x>\nX-Evil: 1", "<ü>\x00"])
def test_no_header_becomes_two(office: PostOffice, bad: str) -> None:
    Mailer(MailSettings(office.url, "wiki@example.org")).send("a@example.org", "Hello", "x", {"List-Unsubscribe": bad})
    letter = message_from_bytes(office.letters[0], policy=policy.default)
    assert not {"Bcc", "X-Evil"} & set(letter.keys())


def test_without_a_post_office_nothing_happens() -> None:
    mailer = Mailer(MailSettings())
    assert not mailer.is_set_up
    mailer.send("ana@example.org", "Hello", "body")


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example.org:25", "smtp:mail"])
def test_an_address_that_is_none_is_said_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="smtp"):
        Mailer(MailSettings(url, "wiki@example.org"))


def test_a_dead_post_office_is_an_error_for_the_runner(office: PostOffice) -> None:
    office.close()
    with pytest.raises(OSError):  # noqa: PT011  # which one depends on the system
        Mailer(MailSettings("smtp://127.0.0.1:1", "wiki@example.org")).send("ana@example.org", "Hello", "body")
