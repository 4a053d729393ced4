"""The guard of forms that anybody may send, or send too often: a trap for programs, limits, blocked words."""

from collections.abc import Iterable

from flask import request

from auth.current import address, desk
from auth.limits import Limit, network
from wiki.errors import Invalid, Problem, marked
from wiki.rules.service import Rules
from wiki.web.current import actor, service

TRAP = "homepage"  # a field that people do not see (`trap()` in macros/forms.html); programs fill it in
AN_HOUR = 3600
FROM_ONE_PLACE = 30  # an hour: a whole conference may sit behind one address
FROM_ONE_ACCOUNT = 60
FILLED_IN = marked("This was sent by a program, it seems. Leave the field “Homepage” empty and send it again.")
BLOCKED = marked("“%(words)s” is not allowed here. Write it in other words.")


def guard(act: str, words: Iterable[str], field: str = "") -> None:
    """Go on only with what a person may have sent; `act` names what is counted, such as `suggest`.

    Raises `Invalid` (about `field`) for a sprung trap or blocked words, `auth.errors.TooMany` beyond the limits of
    this connection or account. Nothing about the connection is kept but a keyed hash that runs out within the hour.
    """
    if request.form.get(TRAP, ""):
        raise Invalid([Problem(field, FILLED_IN)])
    refuse_blocked(words, field)
    who = actor()
    limit = Limit(f"{act}:account:{who.id}", FROM_ONE_ACCOUNT, AN_HOUR)
    if not who.is_signed_in:
        limit = Limit(f"{act}:address:{network(address())}", FROM_ONE_PLACE, AN_HOUR)
    desk().limits.check_all([limit])


def refuse_blocked(words: Iterable[str], field: str = "") -> None:
    """Raise `Invalid` when one of the site's blocked words stands in what was typed."""
    blocked = [line.strip().lower() for line in service(Rules).now().blocked_words.splitlines() if line.strip()]
    if not blocked:
        return
    typed = "\n".join(words).lower()
    for one in blocked:
        if one in typed:
            raise Invalid([Problem(field, BLOCKED, {"words": one})])
