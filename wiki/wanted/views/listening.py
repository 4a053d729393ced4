"""What listens to searches and to pages opened from them; nothing a reader waits for, and nothing that can fail."""

from flask import request

from auth.current import address
from auth.limits import network
from wiki.wanted.policy import is_program
from wiki.wanted.service.counting import Counting
from wiki.web.current import actor, service
from wiki.web.opened import Tell


def hear(text: str, *, found: bool) -> None:
    """A reader searched for this, and found something or nothing.

    What programs ask is not counted, nor what somebody looks up from the lists of this room.
    """
    agent = request.headers.get("User-Agent", "")
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")  # browsers say so over encrypted connections alone
    early = "Sec-Purpose" in request.headers  # fetched before anybody asked
    looked_up = request.host_url + "wanted" in (request.referrer or "")
    if request.method != "GET" or mode != "navigate" or early or looked_up or is_program(agent):
        return
    who = actor()
    asked = f"account:{who.id}" if who.is_signed_in else f"{network(address())}\n{agent}"
    service(Counting).note(text, asked, found=found)


def teller(counting: Counting) -> Tell:
    """For `wiki.web.opened`: counts that a page was opened from a search."""

    def tell(text: str, where: str, agent: str) -> None:
        if not is_program(agent):
            counting.opened(text, f"{network(where)}\n{agent}")

    return tell
