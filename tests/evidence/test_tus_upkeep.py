"""Files in pieces when time passes: swept, given up, deleted with their case."""

from __future__ import annotations

from datetime import date, timedelta

from make_files import jpeg
from sender import PDF, Sender, files_of, sweep

from formsvc import clock, db
from formsvc.candidatures.upkeep import delete_unconfirmed
from formsvc.clock import Moment
from formsvc.evidence import upkeep, uploads
from formsvc.evidence.models import EvidenceItem, StoredFile, Upload


def test_p3_after_a_sweep_every_file_has_its_row_and_every_row_its_file(service, anna):
    script = Sender(anna)
    script.sends_all("letter.pdf", PDF, piece=10**6)
    script.sends_all("photo.jpg", jpeg(), piece=10**6)
    script.begins("on its way.pdf", len(PDF))
    script.sends(PDF[:100], 0)
    on_its_way = f"{script.address.rpartition('/')[2]}.part"
    service.draws()
    belongs = sorted(service.lying())
    for left in (service.files.incoming.begin(), service.files.incoming.begin_in_pieces()):
        service.files.incoming.path(left).write_bytes(b"left by a crash")
    service.files.store.put(service.files.incoming.path(service.files.incoming.begin()))

    assert len(sweep(service)) == 3

    assert sorted(service.lying()) == belongs
    assert (on_its_way in belongs, len(belongs)) == (True, 2 * 3 + 1)
    with service.app.app_context():
        assert list(upkeep.verify(service.files)) == []


def test_an_unfinished_file_waits_three_days_for_its_rest(service, anna):
    script = Sender(anna)
    script.begins("letter.pdf", len(PDF))
    script.sends(PDF[:100], 0)
    begun = clock.now()

    with clock.moved(begun + timedelta(days=2, hours=23)):
        assert sweep(service) == []
    with clock.moved(begun + timedelta(days=3, minutes=1)):
        assert len(sweep(service)) == 1

    assert script.asks("HEAD").status_code == 404
    assert service.lying() == []


def test_when_a_draft_is_deleted_its_files_go_too(service, anna):
    script = Sender(anna)
    script.sends_all("letter.pdf", PDF)
    script.begins("photo.jpg", 1000)
    service.draws()

    with clock.moved(clock.now() + timedelta(days=31)):
        with service.app.app_context(), db.unit_of_work():
            delete_unconfirmed(when=Moment(clock.now(), date(2021, 7, 20)))
        sweep(service)

    with service.app.app_context():
        assert [
            db.session.query(table).count() for table in (Upload, StoredFile, EvidenceItem)
        ] == [
            0,
            0,
            0,
        ]
    assert service.lying() == []


def test_an_erased_case_keeps_no_bytes_of_any_file(service, anna):
    Sender(anna).sends_all("letter.pdf", PDF)
    Sender(anna).begins("on its way.pdf", len(PDF))
    service.draws()

    with service.app.app_context():
        with db.unit_of_work():
            keys = uploads.delete_all_of([anna.case.id])
        for key in keys:
            service.files.forget(key)

    assert (files_of(service), service.lying()) == ([], [])
