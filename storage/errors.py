"""What can go wrong while keeping things, in the words the web layer maps to answers."""


class StorageError(Exception):
    """The database could not do what was asked; nothing was changed."""


class Busy(StorageError):
    """Somebody else held the database for longer than we wait. Trying again later helps (503)."""


class Full(StorageError):
    """The disk is full or read-only; reading goes on, saving does not (507)."""
