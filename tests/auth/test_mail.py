"""Letters over a real socket, and what must not get into their headers."""

import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest

from auth.mail import Mailer, MailSettings


class PostOffice:
    """The least of an SMTP server: takes one letter after the other and keeps them."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.said: list[str] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self._door.accept()
            except OSError:
                return
            with visitor, visitor.makefile("rwb", buffering=0) as line:
                self._talk(line)

    def _talk(self, line: object) -> None:
        line.write(b"220 here\r\n")  # type: ignore[attr-defined]
        for raw in line:  # type: ignore[attr-defined]
            word = raw.decode().strip()
            self.said.append(word)
            if word.upper() == "DATA":
                line.write(b"354 go on\r\n")  # type: ignore[attr-defined]
                body = b""
                while not body.endswith(b"\r\n.\r\n"):
                    body += line.readline()  # type: ignore[attr-defined]
                self.letters.append(body[:-5])
            line.write(b"221 bye\r\n" if word.upper() == "QUIT" else b"250 ok\r\n")  # type: ignore[attr-defined]
            if word.upper() == "QUIT":
                return

    def close(self) -> None:
        self._door.close()


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
