"""Records that come and go by date, and those that name them."""

from __future__ import annotations

from generator.reader.folder import check, read_on
from generator.reader.kept import Kept

VISIT = "visits/liberec.yml"
HOST = "hosts/elmarco.yml"


def test_a_visit_may_name_a_host_that_comes_with_it(after):
    after(HOST, "cluster:", "publish_on: 2021-05-01\ncluster:")

    assert after(VISIT, "stays:", "publish_on: 2021-05-01\nstays:") == []


def test_a_host_must_not_go_before_the_visit_that_names_it(after):
    after(HOST, "cluster:", "expires_on: 2021-12-31\ncluster:")

    (problem,) = after(VISIT, "stays:", "expires_on: 2022-01-01\nstays:")

    assert (problem.line, problem.code) == (9, "not-public")
    assert (
        problem.message == '"elmarco" is public only until 2021-12-31, but this names it afterwards'
    )


def test_a_page_links_only_to_what_is_public_as_long_as_itself(small, after):
    (small / "pages").mkdir()
    (small / "pages" / "faq.md").write_text(
        "---\ntitle: Q\ndescription: Short.\n---\n\n# Q\n\nSee [Liberec](/visits/liberec/).\n"
    )

    (problem,) = after(VISIT, "stays:", "publish_on: 2021-05-01\nstays:")

    assert (problem.file, problem.line, problem.code) == ("content/pages/faq.md", 8, "not-public")


def test_a_record_goes_after_it_comes(after):
    found = after(VISIT, "stays:", "publish_on: 2022-05-01\nexpires_on: 2022-04-01\nstays:")

    assert [(p.line, p.code) for p in found] == [(16, "date-order")]


def test_no_day_makes_content_wrong_that_was_right_before(small):
    """The rebuild at midnight reads without a clock."""
    with (small / VISIT).open("a") as file:
        file.write("publish_on: 2021-05-01\nexpires_on: 2021-12-31\n")

    assert check(small)[1] == []


def test_what_a_kept_record_says_is_compared_again_when_another_file_changes(small, tmp_path):
    path = small / VISIT
    path.write_text(
        path.read_text().replace(
            "Five days.", "Five days with [Elmarco](/hosts/elmarco/), EUR 305."
        )
    )
    content = small.absolute()
    assert kept_check(content, tmp_path) == []

    (small / "hosts" / "elmarco.yml").rename(small / "hosts" / "elmarko.yml")
    table = small / "lump_sums" / "table.yml"
    table.write_text(table.read_text().replace("CZ: 610", "CZ: 620"))

    found = kept_check(content, tmp_path)
    assert [(p.line, p.code) for p in found] == [
        (3, "dead-link"),
        (3, "wrong-amount"),
        (9, "unknown-reference"),
    ]


def kept_check(content, folder):
    kept = Kept(folder / "kept", content)
    found = read_on(content, None, kept=kept)
    kept.save()
    kept.close()
    return found.problems()
