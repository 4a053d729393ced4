"""An editor changes a vocabulary: adds a word, names it anew, merges two, and readers are led on."""

import pytest
from browser_place import DESK, PHONE, Place, told
from playwright.sync_api import expect


@pytest.mark.parametrize(("width", "script"), [(PHONE, False), (DESK, True)])
def test_an_editor_adds_names_anew_and_merges(place: Place, width: int, script: bool) -> None:
    page = place.visitor("editor", width=width, script=script)
    page.goto("/vocabularies")
    page.get_by_role("link", name="Area of work", exact=True).or_(
        page.locator('a[href="/vocabularies/areas"]')
    ).first.click()
    page.get_by_role("link", name="Add a word").click()
    page.get_by_label("The word").fill(f"Kites {width}")
    page.get_by_label("What it means here").fill("Words in the air over a picket line.")
    page.get_by_role("button", name="Add it").click()
    expect(told(page)).to_contain_text(f"“Kites {width}” is in the list now.")

    page.get_by_role("link", name=f"Kites {width}", exact=True).click()
    page.get_by_label("The word").fill(f"Banners {width}")
    page.get_by_role("button", name="Keep these words").click()
    expect(told(page)).to_contain_text("are kept")

    page.get_by_role("link", name=f"Banners {width}", exact=True).click()
    page.get_by_role("link", name="Merge it into another word").click()
    page.get_by_label("The word that stays").select_option("website")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("0 pages change from one to the other.")).to_be_visible()
    page.get_by_role("button", name="Merge them").click()
    expect(told(page)).to_contain_text("The words are one now.")

    page.goto(f"/topics/areas/kites_{width}")
    page.wait_for_url("**/topics/areas/website")
    expect(page.get_by_text(f"Banners {width}")).to_be_visible()
