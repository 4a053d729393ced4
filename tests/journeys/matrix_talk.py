"""What every route of talk answers, and comments full of words that nobody may meet who may not read them."""

from front_door import Site
from matrix_table import NONE, PageRow, everyone, lowest
from matrix_world import SEES, STATES, canary, slug_of

from wiki.pages.model import WITHHELD, Signature
from wiki.pages.shelves import Shelves
from wiki.talk.model import Words
from wiki.talk.service.comments import Comments
from wiki.talk.service.order import Order

TALKED_ABOUT = ("public", "members", "held", "archived")
WHISPER = "Zxwhisperqvy"  # the name of somebody who signs comments without it
MEMBERS_ONLY = lowest("member", reader=302)
EDITORS = ("editor", "admin")
REVIEWERS = (*EDITORS, "trainer")
OWN_COMMENT = lowest("member", 403, reader=302) | {"editor": 200}
SETTLES = lowest("trainer", 302) | {"owner": 302}
UNSENT = everyone(404) | {"reader": 302}
TYPED = {"action": "preview", "text": "Typed"}

# By the number of a comment on the page, which an editor wrote.
COMMENTS: dict[tuple[str, str], PageRow] = {
    ("GET", "talk.comment"): PageRow("", everyone(302)),
    ("GET", "talk.reply"): PageRow("/reply", MEMBERS_ONLY, {"archived": NONE}),
    ("POST", "talk.reply"): PageRow("/reply", MEMBERS_ONLY, {"archived": NONE}, TYPED, absent=UNSENT),
    ("GET", "talk.change"): PageRow("/change", MEMBERS_ONLY, {"archived": NONE}),
    ("GET", "talk.edit"): PageRow("/edit", OWN_COMMENT, {"archived": everyone(403)}),
    ("POST", "talk.edit"): PageRow("/edit", OWN_COMMENT, {"archived": everyone(403)}, TYPED, absent=UNSENT),
    ("GET", "talk.withdraw"): PageRow("/withdraw", OWN_COMMENT),
    ("POST", "talk.resolve"): PageRow("/resolve", SETTLES, {"archived": NONE}, absent=lowest("member", 404, 403)),
    ("POST", "talk.reopen"): PageRow("/reopen", SETTLES, {"archived": NONE}, absent=lowest("member", 404, 403)),
    ("GET", "talk.hide"): PageRow("/hide", lowest("editor")),
    ("POST", "talk.hide"): PageRow("/hide", lowest("editor", 422)),
    ("POST", "talk.show"): PageRow("/show", lowest("trainer", 302)),
}


def furnish(site: Site) -> dict[str, int]:
    """Comments on the page of each state; returns the number of the plain one by state."""
    shelves, editor = site.service(Shelves), site.person("editor")
    shelves.unarchive(editor, slug_of("archived"))
    numbers = {state: _talk(site, slug_of(state), state) for state in TALKED_ABOUT}
    shelves.archive(editor, slug_of("archived"))
    return numbers


def _talk(site: Site, slug: str, state: str) -> int:
    """An editor's comment, and four of others: waiting, withdrawn, hidden, signed without a name."""
    comments, order, editor = site.service(Comments), site.service(Order), site.person("editor")
    old, whisper = site.person("editor", "Old hand"), site.person("editor", WHISPER)
    plain = comments.add(editor, slug, Words(f"Ibex {canary(state, 'comment')}", "what_failed", key=state)).id
    if state in ("public", "members", "archived"):
        comments.add(site.person("member", "Newcomer"), slug, Words(f"Lemur {canary(state, 'waiting')}", key=state))
    gone = comments.add(old, slug, Words(f"Tapir {canary(state, 'withdrawn')}", key=f"{state}1")).id
    comments.add(editor, slug, Words("An answer that keeps a stub.", key=f"{state}1"), gone)
    comments.withdraw(old, slug, gone)
    hidden = comments.add(old, slug, Words(f"Okapi {canary(state, 'hidden')}", key=f"{state}2")).id
    comments.add(editor, slug, Words("Another answer.", key=f"{state}2"), hidden)
    order.hide(editor, slug, hidden, f"Because {canary(state, 'hidden')}")
    withheld = Words("A word without a name.", signature=Signature(WITHHELD), key=f"{state}3")
    order.resolve(whisper, slug, comments.add(whisper, slug, withheld).id)
    return plain


def overheard(text: str, role: str) -> list[str]:
    """Words of comments that this role must not meet; editors see every account's name, but in no comment's place."""
    words = [canary(state, place) for state in STATES if role not in SEES[state] for place in ("comment", "waiting")]
    words += [canary(state, "withdrawn") for state in STATES]
    words += [canary(state, "waiting") for state in STATES if role not in REVIEWERS]
    words += [canary(state, "hidden") for state in STATES if role not in EDITORS]
    words += [] if role in EDITORS else [WHISPER, WHISPER.lower()]
    return [word for word in words if word in text]
