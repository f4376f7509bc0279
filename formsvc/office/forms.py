"""What staff write: reasons."""

from __future__ import annotations

from formsvc.forms import Form, one_of, required, text


class ReasonForm(Form):
    """A reason that the applicant reads."""

    reason = text("Reason, as the applicant will read it", required("Write the reason."), most=1000)


class SettleForm(Form):
    """What the office found out about an open rule."""

    holds = one_of("What did you find out?", "Say whether the rule holds.",
                   (("yes", "The rule holds"), ("no", "It does not hold")))  # fmt: skip
    note = text("How do you know?", required("Write how you know."), most=500, rows=2)
