"""The harmless copies of a file: drawn by the worker, looked at and passed on by the office."""

from __future__ import annotations

import io
from datetime import timedelta

import make_files
import pikepdf
import pytest
from PIL import Image
from sender import Sender
from sqlalchemy import select
from test_upkeep import run

from formsvc import clock, db
from formsvc.evidence import copies
from formsvc.evidence.incoming import Reserve
from formsvc.evidence.models import StoredFile
from formsvc.evidence.states import Copies

PHOTO = make_files.jpeg(exif=make_files.exif(6), comment=make_files.SECRET)


@pytest.fixture
def case(service):
    """A confirmed candidature with a photo that says where it was taken."""
    anna = service.applicant().fills_in()
    Sender(anna).sends_all("photo.jpg", PHOTO, piece=10**6)
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()
    return anna.confirms()


def kept(service) -> StoredFile:
    with service.app.app_context():
        return db.session.scalars(select(StoredFile)).one()


def test_p10_the_office_looks_at_pixels_and_passes_on_a_copy_without_the_place(service, case):
    service.draws()
    jana, address = service.officer(), f"/review/cases/{case.reference}/files/1"

    looked = jana.opens(f"{address}/preview").page
    passed_on = jana.opens(f"{address}/copy").page

    for answer in (looked, passed_on):
        copy = Image.open(io.BytesIO(answer.data))
        assert (copy.format, copy.size) == ("JPEG", (80, 120))  # turned upright
        assert dict(copy.getexif()) == {}
        assert make_files.SECRET not in answer.data
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert passed_on.headers["Content-Disposition"].startswith("attachment")
    assert jana.opens(address).page.data == PHOTO  # the original is as it came


def test_the_copy_of_a_pdf_is_a_pdf_of_pixels(service):
    anna = service.applicant().fills_in()
    Sender(anna).sends_all("a.pdf", make_files.pdf_with_text(), piece=10**6)
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()
    anna.confirms()
    service.draws()

    answer = service.officer().opens(f"/review/cases/{anna.reference}/files/1/copy").page

    with pikepdf.open(io.BytesIO(answer.data)) as document:
        assert len(document.pages) == 1
        assert b"Attendance" not in answer.data


def test_a_copy_is_drawn_once(service, case):
    service.draws()
    first = kept(service).preview_key

    service.draws()

    assert kept(service).preview_key == first
    assert len(service.lying()) == 3  # the file and its two copies


def test_a_file_that_cannot_be_drawn_says_so_and_stays_as_it_came(service, case):
    path = service.files.store.path(kept(service).key)
    path.write_bytes(PHOTO[:300])

    service.draws()

    jana, address = service.officer(), f"/review/cases/{case.reference}/files/1"
    assert "There is no preview." in jana.opens(f"{address}/look").text
    assert "damaged or not complete" in jana.text
    assert jana.opens(f"{address}/preview").status == 404
    assert jana.opens(address).page.data == PHOTO[:300]
    assert "no preview" in jana.opens_case(case.reference).text


def test_a_full_disk_only_postpones_the_copies(service, case):
    room, service.files.incoming.reserve = service.files.incoming.reserve, Reserve(size=10**18)
    service.draws()
    assert kept(service).copies is Copies.WAITING

    service.files.incoming.reserve = room
    with clock.moved(clock.now() + copies.LEASE):
        service.draws()

    assert kept(service).copies is Copies.MADE


def test_a_file_that_ended_the_worker_three_times_is_left_alone(service, case):
    now = clock.now()
    for hours in range(copies.MOST_TRIES):  # leased, and never heard of again
        with service.app.app_context():
            assert copies._lease(now + timedelta(hours=hours)) is not None

    with clock.moved(now + timedelta(hours=9)):
        service.draws()

    assert (kept(service).copies, kept(service).copies_failed) == (Copies.FAILED, "too-demanding")


def test_two_workers_never_draw_the_same_file(service, case):
    with service.app.app_context():
        assert copies._lease(clock.now()) is not None
        assert copies._lease(clock.now()) is None


def test_a_copy_that_is_gone_is_told_by_verify(service, case):
    service.draws()
    service.files.store.remove(kept(service).shared_key)

    done = run(service, "verify")

    assert done.exit_code == 1
    assert f"{case.reference}  shared copy missing  photo.jpg" in done.output


def test_a_stranger_and_an_officer_of_another_cluster_get_no_copy(service, case):
    service.draws()
    address = f"/review/cases/{case.reference}/files/1/copy"

    assert service.applicant().opens(address).status == 302
    assert service.officer("eva", role="officer", cluster="clutex").opens(address).status == 404
