"""The guard of forms that anybody may send, or send too often: a trap for programs, limits, blocked words and sites."""

import re
from collections.abc import Iterable, Sequence

from flask import request

from auth.current import address, desk
from auth.limits import Limit, network
from wiki.errors import Invalid, Problem, marked
from wiki.rules.model import HouseRules
from wiki.rules.service import Rules
from wiki.web.current import actor, service

TRAP = "homepage"  # a field that people do not see (`trap()` in macros/forms.html); programs fill it in
AN_HOUR, A_DAY = 3600, 86400
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
FILLED_IN = marked("This was sent by a program, it seems. Leave the field “Homepage” empty and send it again.")
BLOCKED = marked("“%(words)s” is not allowed here. Write it in other words.")
NO_LINKS = marked("Links to %(site)s are not allowed here. Leave it out.")
NO_MAIL = marked("Addresses at %(site)s cannot join by themselves. Use another one, or ask for an invitation.")


def guard(act: str, words: Iterable[str], field: str = "") -> None:
    """Go on only with what a person may have sent; `act` names what is counted, such as `suggest`.

    Raises `Invalid` (about `field`) for a sprung trap or blocked words, `auth.errors.TooMany` beyond the limits of
    this connection or account. A connection without an account that is refused again and again is not heard for a
    day. Nothing about a connection is kept but keyed hashes that run out with their limit.
    """
    who, rules = actor(), service(Rules).now()
    where = network(address())
    refused = Limit(f"refused:{where}", rules.refused_a_day, A_DAY)
    if not who.is_signed_in:
        desk().limits.hold(refused)
    try:
        _refuse_program(field)
        refuse_blocked(words, field)
    except Invalid:
        if not who.is_signed_in:
            desk().limits.check_all([refused])
        raise
    limit = Limit(f"{act}:account:{who.id}", rules.from_one_account, AN_HOUR)
    if not who.is_signed_in:
        limit = Limit(f"{act}:address:{where}", rules.from_one_place, AN_HOUR)
    desk().limits.check_all([limit])


def refuse_blocked(words: Iterable[str], field: str = "") -> None:
    """Raise `Invalid` when one of the site's blocked words, or a link to a blocked site, stands in what was typed."""
    rules, typed = service(Rules).now(), "\n".join(words).lower()
    for one in _listed(rules.blocked_words):
        if one in typed:
            raise Invalid([Problem(field, BLOCKED, {"words": one})])
    sites = _listed(rules.blocked_sites)
    for host in HOST.findall(typed) if sites else ():
        if site := _below(host, sites):
            raise Invalid([Problem(field, NO_LINKS, {"site": site})])


def problems_of_newcomer(name: str, email: str, invited: bool) -> Sequence[Problem]:
    """What stands against this person making an account; whoever holds an invitation may have any address."""
    try:
        _refuse_program("name")
        refuse_blocked([name], "name")
    except Invalid as error:
        return error.problems
    rules: HouseRules = service(Rules).now()
    site = "" if invited else _below(email.rpartition("@")[2].strip().lower(), _listed(rules.refused_mail))
    return [Problem("email", NO_MAIL, {"site": site})] if site else []


def _refuse_program(field: str) -> None:
    if request.form.get(TRAP, ""):
        raise Invalid([Problem(field, FILLED_IN)])


def _listed(lines: str) -> list[str]:
    return [line.strip().lower() for line in lines.splitlines() if line.strip()]


def _below(host: str, sites: Iterable[str]) -> str:
    """The site of the list that this host is or belongs to, "" for none."""
    return next((site for site in sites if host == site or host.endswith(f".{site}")), "")
