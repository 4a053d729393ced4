"""Settings: one frozen object, read from the environment once; `docs/running.md` documents each."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as _field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
JOIN_MODES = ("open", "invitation", "closed")
SERVERS = ("gunicorn", "waitress")


class SettingError(Exception):
    """A setting cannot be used; the words name it and say what it may be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that whoever runs a site may choose, with its default.

    Each field `x_y` is read from the environment as `FIELDBOOK_X_Y`, but `database_url` as `DATABASE_URL`.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = ROOT / "instance"
    content: Path = ROOT / "content"
    database_url: str = ""
    base_url: str = ""
    site_name: str = "Fieldbook"
    join: str = "open"
    mail_url: str = ""
    mail_from: str = ""
    server: str = "gunicorn"
    workers: int = 0
    threads: int = 4
    proxies: int = 0
    https: bool = False
    runner: bool = True
    starter: bool = True
    secret_key: str = _field(default="", repr=False)

    @property
    def database(self) -> str:
        """The address of the database: the one given, or SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'fieldbook.sqlite3'}"

    @property
    def address(self) -> str:
        """The address people use, without a slash at the end; links in mails are built from it alone."""
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  # compared, not bound
        return (self.base_url or f"http://{shown}:{self.port}").rstrip("/")

    @property
    def trusted_hosts(self) -> list[str]:
        """The host names a request may carry; all others are refused."""
        named = urlsplit(self.address).hostname or "localhost"
        return sorted({named, self.host, "localhost", "127.0.0.1", "[::1]"} - {"0.0.0.0", "::"})  # noqa: S104


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; raises `SettingError` for a value that cannot be used."""
    given = os.environ if environment is None else environment
    chosen: dict[str, object] = {}
    for name, default in _defaults().items():
        raw = given.get(variable(name), "").strip()
        if raw:
            chosen[name] = _value(variable(name), raw, default)
    settings = Settings(**chosen)  # type: ignore[arg-type]  # each value was made of its default's type
    _check(settings)
    return settings


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return "DATABASE_URL" if name == "database_url" else f"FIELDBOOK_{name.upper()}"


def secret(settings: Settings) -> str:
    """The site's signing key: the one given, else made at the first start into the data folder (mode 0600)."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data / "secret.key"
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key


def _defaults() -> dict[str, object]:
    blank = Settings()
    return {name: getattr(blank, name) for name in Settings.__dataclass_fields__}


def _value(name: str, raw: str, default: object) -> object:
    if isinstance(default, bool):
        if raw.lower() not in ("yes", "no", "1", "0", "true", "false"):
            raise SettingError(f"{name} may be yes or no, not “{raw}”")
        return raw.lower() in ("yes", "1", "true")
    if isinstance(default, int):
        if not raw.isdigit():
            raise SettingError(f"{name} must be a whole number, not “{raw}”")
        return int(raw)
    return Path(raw).expanduser().resolve() if isinstance(default, Path) else raw


def _check(settings: Settings) -> None:
    if settings.join not in JOIN_MODES:
        raise SettingError(f"FIELDBOOK_JOIN may be {', '.join(JOIN_MODES)}, not “{settings.join}”")
    if settings.server not in SERVERS:
        raise SettingError(f"FIELDBOOK_SERVER may be {', '.join(SERVERS)}, not “{settings.server}”")
    if settings.base_url and urlsplit(settings.base_url).scheme not in ("http", "https"):
        raise SettingError(f"FIELDBOOK_BASE_URL must begin with http:// or https://, not “{settings.base_url}”")
