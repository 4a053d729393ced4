"""Mail: one letter at a time over SMTP, with no way for words to become headers."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import formatdate, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

from auth.identity import printable

SECONDS = 20


class Whole(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # the documented way to make a header
    """A header on one line: an address in it must be neither broken nor encoded, however long it is."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it goes out; it is printable on one line when it gets here."""
        return f"{self.name}: {str(self).encode('ascii', 'replace').decode()}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Whole)
POLICY = SMTP.clone(header_factory=HEADERS)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where letters are posted, and who they come from. An empty `url` means that mail is not set up.

    `smtp://name:password@host:port` talks in the clear, `smtp+tls://` with STARTTLS, `smtps://` encrypted from the
    first byte. Names and passwords may be percent-encoded.
    """

    url: str = ""
    sender: str = ""

    @property
    def is_set_up(self) -> bool:
        """Whether letters can be sent."""
        return bool(self.url and self.sender)


class Mailer:
    """Posts letters; raises what `smtplib` raises, so that the job is tried again."""

    def __init__(self, settings: MailSettings) -> None:
        parts = urlsplit(settings.url)
        if settings.is_set_up and (parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname):
            raise ValueError("the mail address must look like smtp://host:port, smtp+tls://… or smtps://…")
        self._parts = parts
        self._settings = settings

    @property
    def is_set_up(self) -> bool:
        """Whether letters can be sent."""
        return self._settings.is_set_up

    def send(self, to: str, subject: str, body: str, headers: Mapping[str, str] | None = None) -> None:
        """Post one plain-text letter, with more headers if wanted; nothing happens when mail is not set up."""
        if not self.is_set_up:
            return
        message = EmailMessage(POLICY)
        # A line break in a header would begin another one.
        message["From"] = printable(self._settings.sender)
        message["To"] = printable(to)
        message["Subject"] = printable(subject)
        message["Date"] = formatdate(usegmt=True)
        message["Message-ID"] = make_msgid(domain=self._domain())
        message["Auto-Submitted"] = "auto-generated"
        for name, value in (headers or {}).items():
            message[name] = printable(value)
        message.set_content(body)
        with self._connect() as server:
            server.send_message(message)

    def _domain(self) -> str:
        """The sender's domain: message ids must not tell the machine's own name."""
        return parseaddr(self._settings.sender)[1].rpartition("@")[2]

    def _connect(self) -> smtplib.SMTP:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port or 465, timeout=SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, port or (25 if self._parts.scheme == "smtp" else 587), timeout=SECONDS)
        if self._parts.scheme == "smtp+tls":
            server.starttls(context=ssl.create_default_context())
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        return server
