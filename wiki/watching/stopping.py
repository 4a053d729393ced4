"""Stopping letters: the key in each letter's address, which stops that sort of letter and needs no sign-in."""

import base64
import hashlib
import hmac

SORTS = {"w": "watched", "m": "meant", "d": "weekly"}
LETTERS = {sort: letter for letter, sort in SORTS.items()}
BYTES = 18  # 144 bits


class Stopping:
    """Makes and reads keys. They are made from the site's secret, so none has to be kept, and old letters work on."""

    def __init__(self, secret: bytes) -> None:
        self._secret = hashlib.sha256(b"fieldbook stop letters\0" + secret).digest()

    def key(self, account: int, sort: str) -> str:
        """The key in letters of this sort to this account."""
        plain = f"{LETTERS[sort]}{account}"
        return f"{plain}-{self._sign(plain)}"

    def read(self, key: str) -> tuple[int, str] | None:
        """The account and the sort of letter a key is for; None when it was not made here."""
        plain, _, sign = key.partition("-")
        good = hmac.compare_digest(sign.encode("utf-8", "replace"), self._sign(plain).encode())
        number = plain[1:]
        if not good or plain[:1] not in SORTS or not (number.isascii() and number.isdigit()):
            return None
        return int(number), SORTS[plain[:1]]

    def _sign(self, plain: str) -> str:
        made = hmac.new(self._secret, plain.encode("utf-8", "replace"), hashlib.sha256).digest()[:BYTES]
        return base64.urlsafe_b64encode(made).decode()
