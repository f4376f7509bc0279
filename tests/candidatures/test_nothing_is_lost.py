"""Draft, resume, edit, withdraw, reopen, each with no file, one, several, or one that fails:
no answer and no file is lost on the whole way."""

from __future__ import annotations

import io

import pytest
from make_files import pdf_with_text
from people import PEOPLE

from formsvc.candidatures.states import State
from formsvc.evidence.queries import items_of

FILES = {
    "no file": (),
    "one file": ("letter.pdf",),
    "several files": ("letter.pdf", "profile.pdf"),
    "one that fails": ("letter.pdf", "archive.zip"),
}


class Kept:
    """What must be there: the files that were taken, and the answers that were saved."""

    def __init__(self, service, names: tuple[str, ...]) -> None:
        self.service, self.names = service, names
        self.files: dict[str, bytes] = {}

    def add(self, anna, stage: str) -> None:
        """Send the files of one stage; the one that is no document is refused with a reason."""
        for name in self.names:
            good = name.endswith(".pdf")
            content = pdf_with_text(f"{stage} {name}") if good else b"PK\x03\x04" + bytes(64)
            home = f"/apply/case/{anna.reference}/evidence/supporting"
            anna.opens(home).presses(home, {"file": (io.BytesIO(content), f"{stage}-{name}")})
            assert anna.status == (302 if good else 422), anna.text
            if good:
                self.files[f"{stage}-{name}"] = content

    def is_all_there(self, anna, **answers: object) -> None:
        case = anna.case
        assert {name: case.answers[name] for name in answers} == answers
        assert case.answers["organisation"] == "Tessuti Esempio S.r.l."
        with self.service.app.app_context():
            stored = [file for item in items_of(case) for file in item.files]
            found = {file.name: self.service.files.store.open(file.key) for file in stored}
            assert {name: file.read() for name, file in found.items()} == self.files
            for file in found.values():
                file.close()


@pytest.mark.parametrize("names", FILES.values(), ids=FILES)
def test_from_the_draft_to_the_reopened_case_nothing_is_lost(service, names):
    kept = Kept(service, names)
    anna = service.applicant().begins().answers("people")
    kept.add(anna, "draft")
    kept.is_all_there(anna, contact="Anna Esempio", travellers="2")

    later = f"/apply/candidature/{anna.reference}/later"
    anna.opens(later).presses(later)
    phone = service.applicant()
    phone.reference = anna.reference
    phone.opens_mailed_link("draft-link")
    kept.add(phone, "resume")
    for step in ("stay", "purpose", "declarations"):
        phone.answers(step)
    phone.opens(f"/apply/candidature/{anna.reference}/check").sends().confirms().opens_case()
    kept.is_all_there(phone, contact="Anna Esempio", travellers=2)

    page = f"/apply/candidature/{anna.reference}/people"
    phone.opens(page).presses(page, {**PEOPLE, "travellers": "1"})
    kept.add(phone, "edit")
    changes = f"/apply/candidature/{anna.reference}/changes"
    phone.opens(changes).presses(changes)
    kept.is_all_there(phone, contact="Anna Esempio", travellers=1)

    kept.add(phone, "withdraw")
    withdraw = f"/apply/case/{anna.reference}/withdraw"
    phone.opens(withdraw).presses(withdraw, {"reason": "Our fair is in the same week."})
    assert phone.case.state is State.WITHDRAWN
    kept.is_all_there(phone, travellers=1)

    service.officer().does(anna.reference, "reopen", reason="The fair was moved.")
    assert phone.case.state is State.SUBMITTED
    phone.opens_mailed_link("reopened").follows()
    kept.add(phone, "reopen")
    kept.is_all_there(phone, contact="Anna Esempio", travellers=1)
    for name in kept.files:
        assert name in phone.opens(f"/apply/case/{anna.reference}").text
