"""The least of an SMTP server: takes one letter after the other, refuses whom it is told to, and keeps the rest."""

import socket
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import BinaryIO


class PostOffice:
    """Listens on a port of its own; `refused` maps parts of addresses to the code they are refused with."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.said: list[str] = []
        self.refused: dict[str, int] = {}
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def read(self) -> list[EmailMessage]:
        """The letters as a mail program reads them."""
        return [message_from_bytes(letter, policy=policy.default) for letter in self.letters]  # type: ignore[misc]

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self._door.accept()
            except OSError:
                return
            with visitor, visitor.makefile("rwb", buffering=0) as line:
                self._talk(line)  # type: ignore[arg-type]

    def _talk(self, line: BinaryIO) -> None:
        line.write(b"220 here\r\n")
        for raw in line:
            word = raw.decode().strip()
            self.said.append(word)
            line.write(self._answer(word, line))
            if word.upper() == "QUIT":
                return

    def _answer(self, word: str, line: BinaryIO) -> bytes:
        if word.upper() == "DATA":
            line.write(b"354 go on\r\n")
            body = b""
            while not body.endswith(b"\r\n.\r\n"):
                body += line.readline()
            self.letters.append(body[:-5])
        if word.upper().startswith("RCPT"):
            code = next((code for part, code in self.refused.items() if part in word), 250)
            return f"{code} so it is\r\n".encode()
        return b"221 bye\r\n" if word.upper() == "QUIT" else b"250 ok\r\n"
