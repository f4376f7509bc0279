"""The mails that the form service sends, and the fields that each template may use.

Templates stand in content/mails/LANG/NAME.txt. Naming the fields here lets `xchange check`
refuse a template that asks for a field which does not exist.
"""

from dataclasses import dataclass

EVERYWHERE = frozenset({"programme", "office", "site"})
OF_A_CASE = frozenset({"reference", "organisation", "visit"})
MAY_BE_LEFT_OUT = frozenset({"note", "days", "hours", "minutes", "until", "name", "roles", "by"})
"""Own fields that only help; every other own field is what the mail is for."""


@dataclass(frozen=True)
class MailKind:
    """One mail: its name, when it is sent, and its own fields beside the common ones.

    A mail to staff is about an account, not about a case, and English like the office.
    """

    name: str
    sent_when: str
    own_fields: frozenset[str] = frozenset()
    to_staff: bool = False
    about_access: bool = False
    """It lets its reader in, or tells of that: nobody of the office changes or holds it."""

    @property
    def fields(self) -> frozenset[str]:
        """Every field that the template may use."""
        return EVERYWHERE | self.own_fields | (frozenset() if self.to_staff else OF_A_CASE)

    @property
    def needed(self) -> frozenset[str]:
        """The fields without which the mail tells nothing, like its link."""
        return self.own_fields - MAY_BE_LEFT_OUT


MAILS = {
    kind.name: kind
    for kind in (
        # The first four go to an address that nobody has confirmed: no text typed by the sender.
        MailKind(
            "confirm", "a candidature is sent", frozenset({"link", "hours"}), about_access=True
        ),
        MailKind(
            "draft-link",
            "somebody wants to go on with a draft later",
            frozenset({"link", "until"}),
            about_access=True,
        ),
        MailKind(
            "draft-reminder", "a draft ends soon", frozenset({"link", "until"}), about_access=True
        ),
        MailKind(
            "prepared",
            "the office has prepared a candidature",
            frozenset({"link", "until"}),
            about_access=True,
        ),
        MailKind(
            "case-link",
            "the address is confirmed",
            frozenset({"link", "days", "note"}),
            about_access=True,
        ),
        MailKind("accepted", "an acceptance is released", frozenset({"amount", "dates", "note"})),
        MailKind("rejected", "a rejection is released", frozenset({"reason", "note"})),
        MailKind(
            "visit-changed",
            "a coordinator asks what to do after a change of the visit",
            frozenset({"change", "link"}),
        ),
        MailKind(
            "decision-undone",
            "a decision is undone after its mail has left",
            frozenset({"reason", "link"}),
        ),
        MailKind(
            "waitlisted",
            "a place on the waiting list is released",
            frozenset({"place", "until", "days", "amount", "dates", "note"}),
        ),
        MailKind(
            "seat-offered",
            "a free seat is offered to the next on the waiting list",
            frozenset({"seats", "due", "amount", "dates", "link"}),
        ),
        MailKind("seat-lapsed", "nobody took an offered seat in time", frozenset({"due"})),
        MailKind(
            "seat-taken-back",
            "the office takes the offer of a seat back after its mail has left",
            frozenset({"seats", "reason", "link"}),
        ),
        MailKind(
            "staff-invitation",
            "an administrator invites somebody",
            frozenset({"name", "roles", "by", "link", "days"}),
            to_staff=True,
        ),
        MailKind(
            "staff-password",
            "a member of staff has forgotten the password",
            frozenset({"name", "link", "minutes"}),
            to_staff=True,
        ),
        MailKind(
            "staff-changed",
            "somebody changes how a member of staff signs in",
            frozenset({"name", "what"}),
            to_staff=True,
        ),
        # The same: nobody has confirmed this address.
        MailKind(
            "offer-confirm",
            "an offer of a host is sent",
            frozenset({"link", "hours"}),
            about_access=True,
        ),
        MailKind(
            "offer-link",
            "the address of a host is confirmed",
            frozenset({"link", "days"}),
            about_access=True,
        ),
        MailKind("offer-accepted", "an offer of a host is accepted"),
        MailKind("offer-rejected", "an offer of a host is turned down", frozenset({"reason"})),
        MailKind(
            "info-requested", "the office asks something", frozenset({"question", "due", "link"})
        ),
        MailKind(
            "info-reminder", "the day to answer is near", frozenset({"question", "due", "link"})
        ),
        MailKind("comment", "the office writes to the applicant", frozenset({"words", "link"})),
        MailKind("expired", "nobody answered in time", frozenset({"question", "due", "link"})),
        MailKind("reopened", "a coordinator opens it again", frozenset({"reason", "link"})),
        MailKind(
            "step-up",
            "an applicant asks about own data",
            frozenset({"link", "minutes", "what"}),
            about_access=True,
        ),
        # Goes to an address that nobody has confirmed: no text typed by the sender.
        MailKind(
            "new-address",
            "an applicant gives another address",
            frozenset({"link", "hours"}),
            about_access=True,
        ),
        MailKind("address-changed", "the new address is confirmed", about_access=True),
        MailKind("erasure-refused", "the office refuses an erasure", frozenset({"reason"})),
        MailKind("erased", "the data of a case is erased", about_access=True),
        MailKind("evidence-replace", "another copy is asked for", frozenset({"item", "reason"})),
    )
}
