"""Lists that one can choose in, and the search: by link, by keyboard, without JavaScript."""

from __future__ import annotations

from playwright.sync_api import expect


def test_a_list_shows_what_the_address_chooses(window, address):
    page = window(1280)
    page.goto(f"{address}/visits/?theme=technical-textiles&status=announced")

    expect(page.locator(".card:visible .name")).to_have_text(["Lyon", "Valencia"])
    expect(page.get_by_text("2 of 4 visits")).to_be_visible()
    expect(page.get_by_role("heading", name="You can apply now")).to_be_hidden()


def test_choosing_counts_again_and_writes_the_address(window, address):
    page = window(1280)
    page.goto(f"{address}/visits/")

    page.get_by_label("Country").select_option("CZ")

    expect(page.locator(".card:visible")).to_have_count(1)
    expect(page.get_by_label("Status").locator("option[value=open]")).to_have_text("Open (1)")
    expect(page.get_by_label("Status").locator("option[value=held]")).to_have_text("Held (0)")
    assert page.url.endswith("/visits/?country=CZ")


def test_everything_comes_back(window, address):
    page = window(1280)
    page.goto(f"{address}/partners/?country=IT")
    expect(page.locator(".card:visible")).to_have_count(1)

    page.get_by_role("link", name="Show all").click()

    expect(page.locator(".card:visible")).to_have_count(5)


def test_without_javascript_a_list_is_whole(window, address):
    page = window(390, java_script_enabled=False)
    page.goto(f"{address}/visits/?country=CZ")

    expect(page.locator(".card:visible")).to_have_count(4)
    expect(page.locator("form.facets")).to_be_hidden()


def test_a_search_is_done_by_keyboard_alone(window, address):
    page = window(390)
    page.goto(f"{address}/search/")

    page.get_by_label("Words to look for").focus()
    page.keyboard.type("plzen")

    expect(page.get_by_role("status")).to_have_text("1 result")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="RICE")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/hosts/rice/")


def test_a_search_finds_rules_and_editorial_pages_too(window, address):
    page = window(1280)
    page.goto(f"{address}/search/?q=200+km")
    expect(page.get_by_role("link", name="Half the amount below 200 km")).to_be_visible()

    page.goto(f"{address}/search/?q=liberec")
    expect(page.locator("#results li", has_text="Northern Bohemia")).to_contain_text("and B2B …")

    page.goto(f"{address}/search/?q=cookie")
    expect(page.locator("#results a[href^='/privacy/']").first).to_be_visible()


def test_a_search_that_finds_nothing_says_so(window, address):
    page = window(390)
    page.goto(f"{address}/search/?q=zzzz")

    expect(page.get_by_role("status")).to_contain_text("Nothing found")


def test_without_javascript_the_search_page_lists_everything(window, address):
    page = window(390, java_script_enabled=False)
    page.goto(f"{address}/search/")

    for name in ("Northern Bohemia", "Elmarco", "CLUTEX", "Accessibility"):
        expect(page.locator("#all").get_by_role("link", name=name)).to_be_visible()


def test_free_seats_are_filled_in_when_the_service_answers(window, address):
    page = window(1280)
    seats = {"northern-bohemia": {"seats": 20, "left": 18}}
    page.route("**/apply/seats.json", lambda route: route.fulfill(json=seats))
    page.goto(f"{address}/visits/northern-bohemia/")

    expect(page.get_by_text("18 left now")).to_be_visible()


def test_free_seats_are_left_out_when_nothing_answers(window, address):
    page = window(1280)
    page.goto(f"{address}/visits/northern-bohemia/")

    expect(page.locator("[data-seats]")).to_be_hidden()
    expect(page.get_by_role("link", name="are seats left?")).to_be_visible()
