"""What every route answers to every role: one row a method and endpoint, read like the table of the product."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matrix_world import ROLES

Answers = Mapping[str, int]
RANK = {role: number for number, role in enumerate(ROLES[:6])} | {"owner": 1}


def everyone(status: int) -> Answers:
    return dict.fromkeys(ROLES, status)


def lowest(role: str, good: int = 200, less: int = 403, reader: int | None = None) -> Answers:
    """`good` from this role on, `less` for those below, something of its own for readers if wanted."""
    answers = {one: good if RANK[one] >= RANK[role] else less for one in ROLES}
    return answers if reader is None else answers | {"reader": reader}


@dataclass(frozen=True)
class PageRow:
    """A route of one page: what those who see it get, by state where it differs; `absent`: what the others get."""

    path: str
    answers: Answers
    states: Mapping[str, Answers] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    absent: Answers = field(default_factory=lambda: everyone(404))
    times: int = 1

    def expected(self, state: str, role: str) -> int:
        return self.states.get("submitted" if state == "shared" else state, self.answers)[role]


@dataclass(frozen=True)
class Row:
    """A route that is not one page's.

    `fresh`: it ends the session, so each role asks it in a browser of its own; `hourly`: it counts tries by address.
    """

    paths: tuple[str, ...]
    answers: Answers
    form: Mapping[str, str] = field(default_factory=dict)
    fresh: bool = False
    hourly: bool = False


NONE = everyone(404)
EDITORS_OF_SHELVES = lowest("editor")
GONE = {"archived": lowest("editor", 404), "submitted": lowest("editor", 404)}
WRITERS = {"archived": everyone(403), "submitted": everyone(403) | {"owner": 200}}
NO_SHELF = {"archived": NONE, "submitted": NONE}
CARERS = lowest("practitioner", reader=302)  # the pages have an owner, so nobody else takes them

# Pages of the matrix are case studies, which are not checked; tests/wiki/freshness/ has the table for how-tos.
PAGES: dict[tuple[str, str], PageRow] = {
    ("GET", "pages.read"): PageRow("", everyone(200)),
    ("GET", "pages.source"): PageRow("/source", everyone(200), {"submitted": NONE}),
    ("GET", "pages.links"): PageRow("/links", everyone(200)),
    ("GET", "pages.history"): PageRow("/history", everyone(200)),
    ("GET", "feeds.history"): PageRow("/history.atom", everyone(200)),
    ("GET", "pages.version"): PageRow("/history/1", everyone(200), {"submitted": NONE}),
    ("GET", "pages.compare"): PageRow("/diff?from=1&to=2", everyone(200), {"submitted": NONE}),
    ("GET", "pages.edit"): PageRow("/edit", lowest("member", reader=302), WRITERS),
    ("POST", "pages.edit"): PageRow(
        "/edit", lowest("member", reader=302), WRITERS, {"action": "preview", "title": "Typed", "base": "1"}
    ),
    ("GET", "reviews.suggest"): PageRow(
        "/suggest", lowest("member", 302, 200), {"archived": everyone(403), "submitted": everyone(403)}
    ),
    ("POST", "reviews.suggest"): PageRow(
        "/suggest",
        everyone(200),
        {"archived": everyone(403), "submitted": everyone(403)},
        {"action": "preview", "title": "Typed", "base": "1"},
    ),
    ("POST", "pages.restore"): PageRow(
        "/history/2/restore",
        lowest("practitioner", 302),
        {"archived": everyone(403), "submitted": everyone(403)},
        absent=lowest("practitioner", 404, 403),
    ),
    ("GET", "freshness.check"): PageRow("/check", NONE),
    ("POST", "freshness.check"): PageRow("/check", NONE),
    ("GET", "freshness.mismatch"): PageRow("/mismatch", NONE),
    ("POST", "freshness.mismatch"): PageRow("/mismatch", NONE),
    ("GET", "freshness.care"): PageRow("/care", CARERS | {"owner": 200}, NO_SHELF),
    ("POST", "freshness.care"): PageRow(
        "/care", {role: 422 if status == 200 else status for role, status in CARERS.items()} | {"owner": 302}, NO_SHELF
    ),
    ("GET", "removal.page"): PageRow("/remove", lowest("admin"), absent=lowest("admin", 404, 403)),
    ("POST", "removal.page"): PageRow("/remove", lowest("admin", 422), absent=lowest("admin", 404, 403)),
    ("GET", "removal.version"): PageRow(
        "/history/1/remove", lowest("admin"), {"submitted": lowest("admin", 404)}, absent=lowest("admin", 404, 403)
    ),
    ("POST", "removal.version"): PageRow(
        "/history/1/remove", lowest("admin", 422), {"submitted": lowest("admin", 404)}, absent=lowest("admin", 404, 403)
    ),
    ("GET", "removal.comment"): PageRow("/talk/999999/remove", lowest("admin", 404), absent=lowest("admin", 404, 403)),
    ("POST", "removal.comment"): PageRow("/talk/999999/remove", lowest("admin", 404), absent=lowest("admin", 404, 403)),
    ("GET", "talk.talk"): PageRow("/talk", everyone(200), {"submitted": NONE, "shared": NONE}),
    ("POST", "talk.add"): PageRow(
        "/talk",
        lowest("member", reader=302),
        {"submitted": NONE, "archived": NONE, "shared": NONE},
        {"action": "preview", "text": "Typed"},
        absent=everyone(404) | {"reader": 302},
    ),
    ("GET", "talk.people"): PageRow(
        "/talk/people?q=on",
        lowest("member"),
        {"submitted": NONE, "shared": NONE},
        absent=lowest("member", 404, 403),
    ),
    ("GET", "pages.move"): PageRow("/move", EDITORS_OF_SHELVES, GONE),
    ("GET", "pages.visibility"): PageRow("/visibility", EDITORS_OF_SHELVES, GONE),
    ("GET", "pages.archive"): PageRow("/archive", EDITORS_OF_SHELVES, {"submitted": lowest("editor", 404)}),
    ("POST", "pages.move"): PageRow("/move", lowest("editor", 302), GONE),
    ("POST", "pages.visibility"): PageRow("/visibility", lowest("editor", 302), GONE),
    ("POST", "pages.archive"): PageRow(
        "/archive", lowest("editor", 302), {"submitted": lowest("editor", 404)}, times=2
    ),
}

PAGES |= {
    ("GET", "ordering.lock"): PageRow("/lock", EDITORS_OF_SHELVES, GONE),
    ("POST", "ordering.lock"): PageRow("/lock", lowest("editor", 302), GONE, {"do": "unlock"}),
    ("GET", "ordering.merge"): PageRow("/merge", EDITORS_OF_SHELVES, GONE),
    ("POST", "ordering.merge_now"): PageRow("/merge", lowest("editor", 422), GONE, {"into": "never-was"}),
}

# By the number of a proposal that waits on the page; "submitted" is a page that is nothing but its proposal. On an
# archived page it can be looked at by those who see the page, and decided on when the page is back: 409.
REVIEWERS = lowest("trainer")
NO_PROPOSAL = lowest("trainer", 404)
REVIEWS: dict[tuple[str, str], PageRow] = {
    ("GET", "reviews.case"): PageRow("", REVIEWERS, absent=NO_PROPOSAL),
    ("GET", "reviews.rounds"): PageRow("/rounds/1", REVIEWERS, absent=NO_PROPOSAL),
    ("GET", "reviews.mend"): PageRow("/mend", REVIEWERS, absent=NO_PROPOSAL),
    ("POST", "reviews.mend"): PageRow("/mend", REVIEWERS, form={"action": "preview"}, absent=NO_PROPOSAL),
    ("POST", "reviews.remark"): PageRow(
        "/remark", lowest("trainer", 422), {"archived": lowest("trainer", 409)}, absent=NO_PROPOSAL
    ),
    ("POST", "reviews.send_back"): PageRow(
        "/return", lowest("trainer", 422), {"archived": lowest("trainer", 409)}, absent=NO_PROPOSAL
    ),
    ("POST", "reviews.decline"): PageRow(
        "/decline", lowest("trainer", 422), {"archived": lowest("trainer", 409)}, absent=NO_PROPOSAL
    ),
    ("POST", "reviews.claim"): PageRow(
        "/claim", lowest("trainer", 302), {"archived": lowest("trainer", 409)}, form={"over": "1"}, absent=NO_PROPOSAL
    ),
    ("POST", "reviews.let_go"): PageRow(
        "/let-go", lowest("trainer", 302), {"archived": lowest("trainer", 409)}, absent=NO_PROPOSAL
    ),
}

# By the number of the proposal that waits on a page: its writer's alone, by account or code.
WROTE: dict[tuple[str, str], int] = {
    ("GET", "sharing.contribution"): 200,
    ("GET", "sharing.change"): 200,
    ("POST", "sharing.change_now"): 422,
    ("POST", "sharing.say"): 422,
    ("POST", "sharing.consent"): 422,
    ("POST", "sharing.withdraw"): 303,
    ("POST", "sharing.replace_code"): 404,
    ("POST", "sharing.close"): 303,
}

# By the number of somebody else's draft.
DRAFTS: dict[tuple[str, str], str] = {
    ("GET", "pages.go_on"): "/drafts/{}",
    ("POST", "pages.discard"): "/drafts/{}/discard",
}

# Nothing here changes a vocabulary for good: what is sent is refused, or is as it was.
TERM = "/vocabularies/areas/terms/email"
REFUSED, AS_IT_WAS = lowest("editor", 422), lowest("editor", 303)
VOCABULARY: dict[tuple[str, str], Row] = {
    ("GET", "vocabulary.overview"): Row(("/vocabularies",), lowest("editor")),
    ("GET", "vocabulary.shelf"): Row(("/vocabularies/areas", "/vocabularies/currency"), lowest("editor")),
    ("GET", "vocabulary.add"): Row(("/vocabularies/areas/add",), lowest("editor")),
    ("POST", "vocabulary.add"): Row(("/vocabularies/areas/add",), REFUSED, {"label": ""}),
    ("GET", "vocabulary.term"): Row((TERM,), lowest("editor")),
    ("POST", "vocabulary.term"): Row((TERM,), REFUSED, {"label": ""}),
    ("GET", "vocabulary.rekey"): Row((f"{TERM}/address",), lowest("editor")),
    ("POST", "vocabulary.rekey"): Row((f"{TERM}/address",), REFUSED, {"key": "website"}),
    ("GET", "vocabulary.merge"): Row((f"{TERM}/merge", f"{TERM}/merge?into=website"), lowest("editor")),
    ("POST", "vocabulary.merge"): Row((f"{TERM}/merge",), REFUSED, {"into": "email"}),
    ("GET", "vocabulary.retire"): Row((f"{TERM}/retire",), lowest("editor")),
    ("POST", "vocabulary.retire"): Row((f"{TERM}/retire",), REFUSED, {"instead": "email"}),
    ("POST", "vocabulary.revive"): Row((f"{TERM}/revive",), AS_IT_WAS),
    ("POST", "vocabulary.place"): Row((f"{TERM}/place",), AS_IT_WAS, {"by": "0"}),
    ("POST", "vocabulary.undo"): Row(("/term-changes/999999/undo",), lowest("editor", 404)),
    ("GET", "vocabulary.propose"): Row(("/vocabularies/areas/propose",), lowest("member")),
    ("POST", "vocabulary.propose"): Row(("/vocabularies/areas/propose",), lowest("member", 422), {"label": ""}),
    ("GET", "vocabulary.waiting"): Row(("/term-proposals",), lowest("editor")),
    ("GET", "vocabulary.proposed"): Row(("/term-proposals/999999",), lowest("editor", 404)),
    ("POST", "vocabulary.accept"): Row(("/term-proposals/999999/accept",), lowest("editor", 404)),
    ("POST", "vocabulary.decline"): Row(("/term-proposals/999999/decline",), lowest("editor", 404), {"answer": "No."}),
}  # fmt: skip

# What is sent is refused, or is about a wanted page that never was.
WANTED: dict[tuple[str, str], Row] = {
    ("GET", "wanted.wanted"): Row(("/wanted",), everyone(200)),
    ("GET", "wanted.searches"): Row(("/wanted/searches", "/wanted/searches?show=unopened"), lowest("editor")),
    ("POST", "wanted.sort_out"): Row(("/wanted/searches",), lowest("editor", 422)),
    ("GET", "wanted.make"): Row(("/wanted/new", "/wanted/new?words=quokka"), lowest("editor")),
    ("POST", "wanted.make"): Row(("/wanted/new",), lowest("editor", 422), {"title": ""}),
    ("GET", "wanted.one"): Row(("/wanted/999999",), lowest("editor", 404)),
    ("POST", "wanted.change"): Row(("/wanted/999999",), lowest("editor", 404), {"title": "Typed"}),
    ("POST", "wanted.claim"): Row(("/wanted/999999/claim",), lowest("member", 404)),
    ("POST", "wanted.let_go"): Row(("/wanted/999999/let-go",), lowest("member", 404)),
    ("POST", "wanted.written"): Row(("/wanted/999999/written",), lowest("member", 404)),
    ("GET", "wanted.tell"): Row(("/wanted/tell", "/wanted/tell?q=quokka"), everyone(200)),
    ("POST", "wanted.tell_now"): Row(("/wanted/tell",), everyone(422)),
    ("GET", "wanted.sent"): Row(("/wanted/sent",), everyone(200)),
    ("POST", "wanted.take_back"): Row(("/wanted/tell/back",), everyone(303), {"number": "999999"}),
    ("GET", "wanted.told"): Row(("/wanted/told/never-was",), NONE),
    ("POST", "wanted.told_now"): Row(("/wanted/told/never-was",), NONE),
}

SIGNED_IN = lowest("member", 200, 303)
LISTS = ("case-studies", "how-tos", "tools", "events", "questions", "next-steps", "collections", "sessions", "pages")
ROWS: dict[tuple[str, str], Row] = {
    **{("GET", f"browsing.{path}"): Row((f"/{path}",), everyone(200)) for path in LISTS},
    ("GET", "feeds.changes"): Row(("/changes.atom",), everyone(200)),
    **{("GET", f"feeds.{path}"): Row((f"/{path}.atom",), everyone(200)) for path in LISTS},
    ("GET", "feeds.topic"): Row(("/topics/org_type/worker_center.atom", "/topics/outcome/worked.atom"), everyone(200)),
    ("GET", "feeds.search"): Row(("/search.atom?q=quokka", "/search.atom?org_type=worker_center"), everyone(200)),
    ("GET", "feeds.mine"): Row(("/feeds/mine/never-was",), NONE),
    ("GET", "watching.watching"): Row(("/watching",), SIGNED_IN),
    ("POST", "watching.watch"): Row(("/watching",), lowest("member", 404, 303), {"sort": "page", "name": "never-was"}),
    ("POST", "watching.letters"): Row(("/watching/letters",), lowest("member", 422, 303), {"watched": "hourly"}),
    ("POST", "watching.feed"): Row(("/watching/feed",), lowest("member", reader=303)),
    ("GET", "watching.inbox"): Row(("/inbox", "/inbox?page=2"), SIGNED_IN),
    ("POST", "watching.mark_read"): Row(("/inbox/read",), everyone(303), {"notice": "1"}),
    ("GET", "watching.unsubscribe"): Row(("/unsubscribe/never-was",), NONE),
    ("POST", "watching.unsubscribe_now"): Row(("/unsubscribe/never-was",), NONE),
    ("GET", "watching.outbox"): Row(("/outbox",), lowest("admin")),
    ("GET", "browsing.home"): Row(("/",), everyone(200)),
    ("GET", "browsing.search"): Row(
        ("/search", "/search?q=quokka", "/search?q=marmot", "/search?q=wombat", "/search?q=%22worker+center%22",
         "/search?q=zxbod*", "/search?q=otter", "/search?org_type=worker_center&sort=newest"), everyone(200)
    ),
    ("GET", "browsing.search_csv"): Row(("/search.csv?q=quokka", "/search.csv?org_type=worker_center"), everyone(200)),
    ("GET", "browsing.search_json"): Row(("/search.json?q=quokka",), everyone(200)),
    ("GET", "browsing.opensearch"): Row(("/opensearch.xml",), everyone(200)),
    ("GET", "browsing.ours"): Row(("/ours", "/ours?next=/search"), everyone(200)),
    ("POST", "browsing.keep_ours"): Row(("/ours",), everyone(303)),
    ("GET", "browsing.suggest"): Row(("/search/suggest?q=quokka", "/search/suggest?q=zx"), everyone(200)),
    ("GET", "browsing.topics"): Row(("/topics",), everyone(200)),
    ("GET", "browsing.topic"): Row(("/topics/org_type/worker_center", "/topics/outcome/worked"), everyone(200)),
    ("GET", "browsing.changes"): Row(("/changes",), everyone(200)),
    **WANTED,
    ("GET", "browsing.orphans"): Row(("/orphans",), everyone(200)),
    ("GET", "browsing.person"): Row(
        ("/people/ona", "/people/editor", "/people/proposer", "/people/drafter"), everyone(200)
    ),
    ("GET", "browsing.theme"): Row(("/theme",), everyone(200)),
    ("POST", "browsing.theme"): Row(("/theme",), everyone(303), {"theme": "dark"}),
    ("GET", "browsing.healthz"): Row(("/healthz",), everyone(200)),
    ("GET", "browsing.robots"): Row(("/robots.txt",), everyone(200)),
    ("GET", "browsing.favicon"): Row(("/favicon.ico",), everyone(302)),
    ("GET", "pages.choose"): Row(("/new",), lowest("member", reader=302)),
    ("GET", "pages.new"): Row(("/new/case_study",), lowest("member", reader=302)),
    ("POST", "pages.new"): Row(("/new/page",), lowest("member", 422, reader=302), {"title": ""}),
    ("POST", "pages.preview"): Row(
        ("/preview/page",), lowest("member"), {"title": "Typed", "body": "[[Hub]]"}
    ),
    ("GET", "pages.contributions"): Row(("/contributions",), lowest("member", reader=302)),
    ("POST", "pages.sign"): Row(("/contributions",), lowest("member", 422), {"signed": "unsigned"}),
    ("GET", "pages.drafts"): Row(("/drafts",), lowest("member", reader=302)),
    ("POST", "pages.keep"): Row(("/drafts/keep/page",), lowest("member"), {"title": "Mine", "draft": "mine"}),
    ("GET", "pages.parked"): Row(("/drafts/parked/never-was",), lowest("member", 404, reader=302)),
    ("GET", "pages.returned"): Row(("/drafts/returned/1", "/drafts/returned/999"), everyone(404)),
    ("GET", "sharing.share"): Row(
        ("/share", "/share?question=all", "/share?question=last", "/share?about=vxq-public-7"), everyone(200)
    ),
    ("POST", "sharing.answer"): Row(("/share",), everyone(422), {"at": "1", "title": ""}),
    ("POST", "sharing.keep"): Row(("/share/keep",), everyone(200), {"at": "1", "title": "Mine"}),
    ("POST", "sharing.discard"): Row(("/share/discard",), everyone(303)),
    ("GET", "sharing.thanks"): Row(("/share/thanks",), everyone(302)),
    ("POST", "sharing.done"): Row(("/share/done",), everyone(303)),
    ("GET", "sharing.enter"): Row(("/contribution",), everyone(200)),
    ("POST", "sharing.enter_now"): Row(("/contribution",), everyone(422), {"code": "0000-0000-0000-0000"}, hourly=True),
    ("POST", "sharing.take_back"): Row(("/contribution/999999/take-back",), everyone(404)),
    ("GET", "freshness.tasks"): Row(
        tuple(f"/tasks?show={show}" for show in ("open", "mine", "overdue", "unchecked", "pool", "kept")),
        lowest("practitioner"),
    ),
    ("POST", "freshness.claim"): Row(("/tasks/999999/claim",), lowest("practitioner", 404)),
    ("POST", "freshness.let_go"): Row(("/tasks/999999/let-go",), lowest("practitioner", 404)),
    ("POST", "freshness.mended"): Row(("/tasks/999999/mended",), lowest("practitioner", 404)),
    ("POST", "freshness.close"): Row(("/tasks/999999/close",), lowest("practitioner", 404), {"reason": "Looked"}),
    ("GET", "reviews.queue"): Row(("/review",), REVIEWERS),
    ("POST", "reviews.accept"): Row(("/review/999999/accept",), lowest("trainer", 404)),
    **VOCABULARY,
    ("POST", "reviews.consent"): Row(("/review/999999/consent",), lowest("trainer", 404)),
    ("GET", "reviews.trust"): Row(("/review/trust",), lowest("editor")),
    ("POST", "reviews.promote"): Row(("/review/trust/999/grant",), lowest("editor", 404)),
    ("POST", "reviews.not_yet"): Row(("/review/trust/999/not-yet",), lowest("editor", 422)),
    ("GET", "reviews.roles"): Row(("/roles",), everyone(200)),
    ("GET", "reviews.role"): Row(("/roles/reader", "/roles/practitioner", "/roles/admin"), everyone(200)),
    ("GET", "removal.removals"): Row(("/removals",), lowest("admin")),
    ("GET", "removal.words"): Row(("/removals/words",), lowest("admin")),
    ("POST", "removal.words"): Row(("/removals/words",), lowest("admin", 422), {"words": "x"}),
    ("GET", "removal.name"): Row(("/removals/accounts/{account}",), lowest("admin")),
    ("POST", "removal.name"): Row(("/removals/accounts/{account}",), lowest("admin", 422)),
    ("POST", "talk.withdraw"): Row(("/wiki/hub/talk/999999/withdraw",), lowest("member", 404, 403)),
    ("GET", "talk.held"): Row(("/talk/held",), REVIEWERS),
    ("GET", "talk.parked"): Row(("/talk/parked/never-was",), lowest("member", 404, reader=302)),
    ("GET", "auth.sign_in"): Row(("/sign-in",), lowest("member", 303, 200)),
    ("POST", "auth.sign_in_now"): Row(("/sign-in",), everyone(422), {"email": "", "password": ""}),
    ("GET", "auth.sign_out"): Row(("/sign-out",), everyone(200)),
    ("POST", "auth.sign_out_now"): Row(("/sign-out",), everyone(303), fresh=True),
    ("GET", "auth.join"): Row(("/join",), lowest("member", 303, 200)),
    ("POST", "auth.join_now"): Row(("/join",), everyone(422)),
    ("GET", "auth.join_invited"): Row(("/join/never-was",), NONE),
    ("POST", "auth.join_invited_now"): Row(("/join/never-was",), NONE),
    ("GET", "auth.confirm"): Row(("/join/confirm/never-was",), NONE),
    ("POST", "auth.confirm_now"): Row(("/join/confirm/never-was",), NONE),
    ("GET", "auth.setup_help"): Row(("/setup",), NONE),  # there is an admin
    ("GET", "auth.setup"): Row(("/setup/never-was",), NONE),
    ("POST", "auth.setup_now"): Row(("/setup/never-was",), NONE),
    ("GET", "auth.reset"): Row(("/reset",), everyone(200)),
    ("POST", "auth.reset_now"): Row(("/reset",), everyone(200), {"email": "nobody@example.org"}, hourly=True),
    ("GET", "auth.new_password"): Row(("/reset/never-was",), NONE),
    ("POST", "auth.new_password_now"): Row(("/reset/never-was",), NONE),
    ("GET", "auth.account"): Row(("/account",), SIGNED_IN),
    ("POST", "auth.change_profile"): Row(("/account",), lowest("member", 422, 303), {"name": ""}),
    ("POST", "auth.change_password"): Row(("/account/password",), lowest("member", 422, 303)),
    ("POST", "auth.sign_out_everywhere"): Row(("/account/sign-out-everywhere",), everyone(303), fresh=True),
    ("GET", "auth.accounts"): Row(("/accounts", "/accounts?q=ona"), lowest("editor", reader=303)),
    ("GET", "auth.manage"): Row(("/accounts/{account}",), lowest("editor", reader=303)),
    ("POST", "auth.grant"): Row(("/accounts/{account}/role",), lowest("editor", 303, reader=303), {"role": "1"}),
    ("POST", "auth.deactivate"): Row(("/accounts/{account}/deactivate",), lowest("admin", 303, reader=303)),
    ("POST", "auth.reactivate"): Row(("/accounts/{account}/reactivate",), lowest("admin", 303, reader=303)),
    ("POST", "auth.reset_link"): Row(("/accounts/{account}/reset-link",), lowest("admin", reader=303)),
    ("GET", "auth.invitations"): Row(("/accounts/invitations",), lowest("admin", reader=303)),
    ("POST", "auth.invite"): Row(("/accounts/invitations",), lowest("admin", 422, reader=303), {"role": "9"}),
    ("POST", "auth.revoke"): Row(("/accounts/invitations/99/revoke",), lowest("admin", 404, reader=303)),
    ("POST", "ordering.unmerge"): Row(("/merges/999999/undo",), lowest("editor", 404)),
    ("GET", "ordering.tidy"): Row(("/tidy/case_study", "/tidy/case_study?q=quokka"), lowest("practitioner")),
    ("POST", "ordering.tidy_now"): Row(("/tidy/case_study",), lowest("practitioner", 422)),
    ("GET", "admin.undo"): Row(("/accounts/{account}/undo",), lowest("admin")),
    ("POST", "admin.undo"): Row(("/accounts/{account}/undo",), lowest("admin", 404), {"do": "back"}),
    ("GET", "admin.strays"): Row(("/admin/strays",), lowest("editor")),
    ("POST", "admin.strays"): Row(("/admin/strays",), lowest("editor", 422)),
    ("GET", "auth.leave"): Row(("/account/leave",), SIGNED_IN),
    ("POST", "auth.leave_now"): Row(("/account/leave",), lowest("member", 422, 303)),
    ("GET", "admin.admin"): Row(("/admin",), lowest("editor")),
    ("GET", "admin.jobs"): Row(("/admin/jobs",), lowest("admin")),
    ("POST", "admin.retry"): Row(("/admin/jobs/retry",), lowest("admin", 302)),
    ("GET", "admin.rules"): Row(("/admin/rules",), lowest("admin")),
    ("POST", "admin.rules"): Row(("/admin/rules",), lowest("admin", 422), {"smallest_group": "no number"}),
    ("GET", "admin.audit"): Row(("/admin/audit?action=account.signed_in",), lowest("admin")),
    ("GET", "admin.audit_file"): Row(("/admin/audit.csv?action=account.signed_in",), lowest("admin")),
}  # fmt: skip
