"""The mails that the form service sends, and the fields that each template may use.

Templates stand in content/mails/LANG/NAME.txt. Naming the fields here lets `xchange check`
refuse a template that asks for a field which does not exist.
"""

from dataclasses import dataclass

EVERYWHERE = frozenset({"programme", "office", "reference", "organisation", "visit", "site"})


@dataclass(frozen=True)
class MailKind:
    """One mail: its name, when it is sent, and its own fields beside the common ones."""

    name: str
    sent_when: str
    own_fields: frozenset[str] = frozenset()

    @property
    def fields(self) -> frozenset[str]:
        """Every field that the template may use."""
        return EVERYWHERE | self.own_fields


MAILS = {
    kind.name: kind
    for kind in (
        # Goes to an address that nobody has confirmed: no text typed by the sender.
        MailKind("confirm", "a candidature is sent", frozenset({"link", "hours"})),
        MailKind("case-link", "the address is confirmed", frozenset({"link", "days", "note"})),
        MailKind("accepted", "an acceptance is released", frozenset({"amount", "dates", "note"})),
        MailKind("rejected", "a rejection is released", frozenset({"reason", "note"})),
        MailKind("evidence-replace", "another copy is asked for", frozenset({"item", "reason"})),
    )
}
