"""Talk on a phone and at a desk: comment on a part, mention by keyboard, answer, resolve, withdraw."""

import pytest
from browser_fit import is_for_everyone
from browser_place import DESK, PHONE, Place, told
from playwright.sync_api import expect


def test_a_question_about_a_part_is_answered_and_settled_on_a_phone(place: Place) -> None:
    slug = place.page("Talked about", sources=[{"title": "A report"}])
    place.site.person("trainer", "Tess Otero")
    ana = place.visitor("practitioner", name="Ana Axolotl", width=PHONE)
    ana.goto(f"/wiki/{slug}")
    ana.get_by_role("link", name="Comment on “Sources”").click()
    expect(ana.get_by_label("About")).to_have_value("sources")
    box = ana.get_by_label("Your comment")
    box.focus()
    ana.keyboard.type("Is page 3 right, @te")
    expect(ana.get_by_role("option", name="Tess Otero @tess-otero")).to_be_visible()
    ana.keyboard.press("Enter")
    expect(box).to_have_value("Is page 3 right, @tess-otero ")
    expect(ana.locator("main .suggest")).to_have_count(0)
    for width in (320, PHONE):
        ana.set_viewport_size({"width": width, "height": 800})
        tools = ana.locator("markdown-toolbar")
        assert tools.evaluate("bar => bar.scrollWidth <= bar.clientWidth"), width  # the last tool is not cut off
    is_for_everyone(ana)
    ana.get_by_role("button", name="Send").press("Enter")
    expect(told(ana)).to_have_text("Your comment is there.")
    assert "#c-" in ana.url
    is_for_everyone(ana)

    tess = place.visitor("trainer", name="Tess Otero", width=PHONE)
    tess.goto(f"/wiki/{slug}")
    expect(tess.get_by_role("link", name="1 comment on “Sources”")).to_be_visible()
    expect(tess.get_by_text("Is page 3 right")).to_be_visible()
    is_for_everyone(tess)
    tess.get_by_role("link", name="1 comment on “Sources”").click()
    tess.get_by_role("link", name="Reply to Ana Axolotl").click()
    tess.get_by_label("Your reply").fill("It is, on line **two**.")
    is_for_everyone(tess)
    tess.get_by_role("button", name="Send").click()
    expect(tess.locator(".replies strong")).to_have_text("two")
    tess.get_by_role("button", name="Mark as resolved").click()
    expect(told(tess)).to_have_text("Marked as resolved.")
    expect(tess.get_by_text("Resolved by Tess Otero")).to_be_visible()
    is_for_everyone(tess)


def test_without_script_one_comments_previews_and_withdraws(place: Place) -> None:
    slug = place.page("Talked about plainly")
    page = place.visitor("practitioner", name="Bo Plain", width=DESK, script=False)
    page.goto(f"/wiki/{slug}")
    page.get_by_role("link", name="Write a comment").click()
    page.get_by_label("Your comment").fill("Plain words for @nobody-here.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("stay plain text: @nobody-here")).to_be_visible()
    expect(page.get_by_label("Your comment")).to_have_value("Plain words for @nobody-here.")
    page.get_by_text("Signed: Bo Plain").click()
    page.get_by_label("Not at all").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("name withheld").first).to_be_visible()
    page.get_by_role("link", name="Withdraw your comment").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(told(page)).to_have_text("Your comment is gone, for everybody.")
    expect(page.get_by_text("Plain words")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_an_empty_comment_says_so_first_and_keeps_the_rest(place: Place, script: bool) -> None:
    slug = place.page(f"Talked about in vain {script}")
    page = place.visitor("editor", width=PHONE, script=script)
    page.goto(f"/wiki/{slug}/talk")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Write your comment.")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Your comment")).to_be_focused()
    if script:
        is_for_everyone(page)
