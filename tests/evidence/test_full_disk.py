"""A disk that is really full: nothing half is left, it is said, and small forms go on."""

from __future__ import annotations

import os
import subprocess

import pytest
from make_files import jpeg
from sender import Sender, files_of
from service_fixtures import BOTH, Service, database

from formsvc.evidence.incoming import Reserve

MIB = 1024 * 1024
PHOTO = jpeg() + bytes(20 * MIB)
FULL = "There is no room for files at the moment. Try again later. Forms without files still work."


@pytest.fixture(params=BOTH)
def service(request, tmp_path, built):
    """The service on a disk of 12 MiB with its files, no reserve, and its database if it is SQLite."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], capture_output=True, text=True
    )  # fmt: skip
    if mounted.returncode and not os.environ.get("CI"):
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        for name in ("site", "site.service", "site.version"):
            (disk / name).symlink_to(built.with_name(name).resolve())
        running = Service(database(request, disk), disk)
        running.files.incoming.reserve = Reserve(0, 0)
        yield running
        running.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.fixture
def anna(service):
    return service.applicant().fills_in()


def small_forms_go_on(anna) -> None:
    anna.answers("purpose", objectives="A layer that still breathes.")
    assert anna.status == 302
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()
    assert anna.follows().heading == "Now confirm your address"


def test_p7_a_form_s_file_that_does_not_fit_leaves_nothing_and_small_forms_go_on(service, anna):
    anna.sends_form_with("supporting", "photo.jpg", PHOTO)

    assert (anna.status, anna.page.headers["Retry-After"]) == (503, "600")
    assert anna.errors == [FULL]
    assert (files_of(service), service.lying()) == ([], [])
    small_forms_go_on(anna)


def test_p7_pieces_that_do_not_fit_leave_nothing_and_small_forms_go_on(service, anna):
    script = Sender(anna)
    script.begins("photo.jpg", len(PHOTO))
    answers = []
    while not answers or answers[-1].status_code == 204:
        at = len(answers) * MIB
        answers.append(script.sends(PHOTO[at : at + MIB], at))

    assert (answers[-1].status_code, answers[-1].headers["Retry-After"]) == (503, "600")
    assert answers[-1].text == FULL
    assert (files_of(service), service.lying()) == ([], [])
    small_forms_go_on(anna)
