"""The public site as the service serves it."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest

from formsvc import create_app, preview
from formsvc.headers import POLICY


def test_a_folders_address_gives_its_page(client):
    answer = client.get("/visits/")

    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    assert "Northern Bohemia" in answer.text
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "Set-Cookie" not in answer.headers


def test_an_address_without_its_slash_leads_to_the_one_with_it(client):
    answer = client.get("/visits?theme=a")

    assert (answer.status_code, answer.location) == (308, "/visits/?theme=a")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/visits/nowhere/", "This page is not here"),
        ("/nothing", "This page is not here"),
        ("/assets/", "This page is not here"),
        ("/assets", "This page is not here"),
        ("/xx/nothing/", "This page is not here"),
        ("/cs/nothing/", "Tato stránka tu není"),
        ("/it/visits/nowhere", "Questa pagina non esiste"),
    ],
)
def test_a_page_that_is_not_there_says_so_in_its_language(client, address, words):
    answer = client.get(address)

    assert answer.status_code == 404
    assert words in answer.text


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/assets/look.css", "text/css; charset=utf-8"),
        ("/assets/mark.svg", "image/svg+xml; charset=utf-8"),
        ("/assets/fonts/text.woff2", "font/woff2"),
    ],
)
def test_each_file_says_what_it_is(client, address, kind):
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.cache_control.max_age == 3600


def test_a_page_that_did_not_change_is_not_sent_again(client):
    first = client.get("/visits/")

    again = client.get("/visits/", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_a_page_that_changed_is_sent_again(client, config):
    first = client.get("/visits/")
    page = config.site / "visits/index.html"
    part = page.with_name(".part")
    part.write_text("<p>new</p>")
    part.replace(page)

    again = client.get("/visits/", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.text) == (200, "<p>new</p>")


def test_head_gives_the_length_and_no_body(client):
    answer = client.head("/visits/")

    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_length == len(client.get("/visits/").data)


def test_nothing_is_posted_to_a_page(client):
    assert client.post("/visits/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/../site.version",
        "/visits/../../site.version",
        "/%2e%2e/site.version",
        "/..%2fsite.version",
        "/visits/%2e%2e/%2e%2e/site.version",
        "/..\\site.version",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/.hidden",
        "/visits/.secret/index.html",
        "/visits/%00",
        "/visits/%0d%0aSet-Cookie:a=b/",
        "/" + "a" * 5000,
        "/linked.txt",
        "/pipe",
        "/visits/index.html/more",
    ],
)
def test_nothing_but_the_sites_own_files_is_served(client, config, address):
    (config.site / ".hidden").write_text("secret")
    (config.site / "visits/.secret").mkdir()
    (config.site / "visits/.secret/index.html").write_text("secret")
    (config.site / "linked.txt").symlink_to(config.stamp)
    os.mkfifo(config.site / "pipe")

    answer = client.get(address)

    assert answer.status_code == 404
    assert "This page is not here" in answer.text


def test_two_slashes_never_lead_to_another_host(client, config):
    (config.site / "evil.example").mkdir()
    (config.site / "evil.example/index.html").write_text("here")

    answer = client.get("//evil.example")

    assert answer.headers.get("Location") in (None, "/evil.example/")


def test_a_build_that_moves_its_pages_breaks_no_request(client, config):
    config.stamp.unlink()
    (config.site / "visits/.index.html.0a1b").write_text("half")

    assert client.get("/visits/").status_code == 200
    assert client.get("/visits/.index.html.0a1b").status_code == 404


def test_the_policy_names_the_scripts_of_this_version(client, config):
    client.get("/")
    good = f"sha256-{'A' * 43}="
    (config.service / "csp.json").write_text(json.dumps({"script-src": [good, "'unsafe-inline'"]}))
    config.stamp.write_text("another")

    policy = client.get("/").headers["Content-Security-Policy"]

    assert f"script-src 'self' '{good}';" in policy
    assert "unsafe" not in policy


@pytest.fixture
def reloading(config):
    made = create_app(replace(config, reload=True))
    yield made.test_client()
    made.extensions["xchange_engine"].dispose()


def test_an_editors_page_reloads_itself_within_the_policy(reloading):
    answer = reloading.get("/visits/")

    assert '<script src="/preview.js" defer></script></body>' in answer.text
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "setInterval" in reloading.get("/preview.js").text


def test_a_mistake_shows_in_the_page_and_goes_when_it_is_put_right(reloading, config):
    before = reloading.get("/preview-version").text
    preview.say(config, ["content/visits/a.yml:3:1: <b> is unknown"])

    broken = reloading.get("/visits/")
    assert (broken.status_code, "a.yml:3:1: &lt;b&gt; is unknown" in broken.text) == (500, True)
    assert reloading.get("/preview-version").text != before

    preview.say(config, [])
    assert "Northern Bohemia" in reloading.get("/visits/").text
    assert reloading.get("/preview-version").text == before


def test_a_reader_never_gets_the_reloading_script(client):
    assert "/preview.js" not in client.get("/").text
    assert client.get("/preview.js").status_code == 404
