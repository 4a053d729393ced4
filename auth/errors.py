"""What auth refuses, in words the web layer turns into answers."""

from auth.model import Permission, Role


class Forbidden(Exception):
    """The actor is known and may not do this (403)."""

    def __init__(self, permission: Permission, lowest: Role) -> None:
        super().__init__(f"{permission} needs the role {lowest.name.lower()}")
        self.permission = permission
        self.lowest = lowest


class TooMany(Exception):
    """Too many tries in a short time (429)."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} seconds")
        self.retry_after = retry_after
