"""Codes: what somebody without an account keeps, to come back to what they sent. Only hashes are stored."""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that reads like something else
GROUPS, GROUP = 4, 4  # 16 letters of 5 bits: 80 bits, beyond guessing
READ_AS = str.maketrans("OIL", "011")


def new_code() -> str:
    """A fresh code, such as `7KQM-2ZTD-9WXH-4FVA`; it can be read aloud and typed on a phone."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)))


def code_of(token: str) -> str:
    """The code that belongs to a secret token: the same each time, and beyond guessing as long as the token is."""
    drawn = int.from_bytes(hashlib.sha256(b"code " + token.encode()).digest()[:10])
    letters = "".join(ALPHABET[drawn >> 5 * place & 31] for place in range(GROUPS * GROUP))
    return _grouped(letters)


def hash_code(typed: str) -> str:
    """What is stored of a code, however it was typed: small letters, spaces, an O for a zero; "" for no code at all."""
    letters = "".join(one for one in typed.upper().translate(READ_AS) if one in ALPHABET)
    if len(letters) != GROUPS * GROUP:
        return ""
    return hashlib.sha256(letters.encode()).hexdigest()


def fingerprint(code_hash: str) -> str:
    """As much of a code's hash as a browser's session keeps while the code is open there."""
    return hashlib.sha256(code_hash.encode()).hexdigest()[:24] if code_hash else ""


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, GROUPS * GROUP, GROUP))
