"""An assessment in words: every reason with its clause, and the amount as a receipt."""

from __future__ import annotations

from dataclasses import dataclass

from formsvc.area import site_root
from generator.look.formats import Formats
from generator.look.texts import Texts
from generator.programme.assess import Assessment, Effect, Line
from generator.programme.programme import Programme
from generator.programme.rules import RuleId
from generator.programme.visit import Visit

Row = tuple[str, str, str, str]
"""Words, amount, clause, link of the clause: a line of the look's receipt."""

TONES = {Effect.FAIL: "no", Effect.UNKNOWN: "unk"}


HALVING = (RuleId.HALVED_DAYS, RuleId.HALVED_DISTANCE)


def _leaves_whole(line: Line) -> bool:
    """A rule that would halve the amount, and does not: "yes" would say the contrary."""
    return line.rule in HALVING and line.effect is Effect.PASS


def _speaks_of_full_amount(line: Line) -> bool:
    return line.effect is Effect.SETS or _leaves_whole(line)


@dataclass(frozen=True)
class Reason:
    """One line of an assessment for a person: is it fine, which rule, by which fact."""

    rule: str
    tone: str
    word: str
    title: str
    text: str
    way_out: str
    fact: str
    clause: str
    link: str


class Reasons:
    """Says assessments of one visit in one language."""

    def __init__(
        self, programme: Programme, visit: Visit | None, t: Texts, f: Formats, to: str = ""
    ) -> None:
        """Take the words to say them with; `to` is the hosts' country where there is no visit."""
        self.call = programme.call_of(visit)
        self.pack = programme.rules_of(self.call)
        self.table = programme.lump_sums_of(self.call)
        self.to, self.t, self.f = visit.country if visit else to, t, f
        self.rules_page = f"{site_root(f.language)}rules/"

    def of(self, lines: tuple[Line, ...]) -> list[Reason]:
        """Give every line in words, those that need somebody first."""
        order = {Effect.FAIL: 0, Effect.UNKNOWN: 1}
        return [self._reason(line) for line in sorted(lines, key=lambda x: order.get(x.effect, 2))]

    def rules(self, lines: tuple[Line, ...]) -> list[Reason]:
        """Give the lines that an applicant reads: what holds, what does not, what takes half."""
        return self.of(tuple(line for line in lines if not _speaks_of_full_amount(line)))

    def receipt(self, assessment: Assessment) -> list[Row]:
        """Give the lines of the receipt: what sets the amount and what takes from it."""
        rate = self.table.rate_eur(self.to)
        if rate is None:
            return []
        country = self.f.country(self.to)
        taken = {
            Effect.SETS: (self.t("Lump sum for %(country)s", country=country), self.f.money(rate)),
            Effect.HALVES: ("", f"−{self.f.money(rate / 2)}"),
            Effect.ZERO: ("", f"−{self.f.money(rate)}"),
        }
        return [
            (taken[line.effect][0] or self._title(line), taken[line.effect][1], line.clause,
             f"{self.rules_page}#{line.rule}")
            for line in assessment.lines
            if line.effect in taken
        ]  # fmt: skip

    def _title(self, line: Line) -> str:
        rule = self.pack.rule(line.rule)
        return rule.title.say(self.f.language).words if rule else line.rule.value

    def _reason(self, line: Line) -> Reason:
        rule = self.pack.rule(line.rule)
        language = self.f.language
        return Reason(
            rule=line.rule.value,
            tone=TONES.get(line.effect, "ok"),
            word=self.t("Not halved") if _leaves_whole(line) else self._word(line.effect),
            title=self._title(line),
            text=rule.text.say(language).words if rule else "",
            way_out=rule.way_out.say(language).words if rule and rule.way_out else "",
            fact=line.fact,
            clause=line.clause,
            link=f"{self.rules_page}#{line.rule}",
        )

    def _word(self, effect: Effect) -> str:
        t = self.t
        return {
            Effect.PASS: t("Yes"),
            Effect.FAIL: t("No"),
            Effect.UNKNOWN: t("Open"),
            Effect.HALVES: t("Half"),
            Effect.ZERO: t("Zero"),
            Effect.SETS: t("Sets"),
            Effect.OVERRIDDEN: t("Let pass"),
        }[effect]
