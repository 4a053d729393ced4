"""Where to go after signing in: a path of this site, or home."""

from urllib.parse import unquote

HOME = "/"
LONGEST = 2000


def safe_next(value: str | None) -> str:
    r"""The address if it is a plain path of this site (with its query), else `/`.

    Browsers read `//host`, `/\host` and paths with tabs or line breaks in them as another site, some of them
    after decoding; so the path must hold up at every step of decoding.
    """
    if not value or len(value) > LONGEST or not _is_own_path(value):
        return HOME
    path = value.partition("?")[0].partition("#")[0]
    while (decoded := unquote(path)) != path:
        if not _is_own_path(decoded):
            return HOME
        path = decoded
    return value


def _is_own_path(value: str) -> bool:
    return value.startswith("/") and "\\" not in value and not value.startswith("//") and value.isprintable()
