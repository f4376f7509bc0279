"""Terms of reference as code: rules with ids, clauses, checks and parameters; evidence slots."""

import hashlib
from enum import StrEnum

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from .content import Content, Day, Part, Slug, Words
from .text import Text


class RuleId(StrEnum):
    """The rules that the programme knows how to check; the list is closed on purpose."""

    COUNTRY_DIFFERENT = "country-different"
    COUNTRY_COSME = "country-cosme"
    TYPE_VISITOR = "type-visitor"
    SME_SIZE = "sme-size"
    CLUSTER_MEMBER = "cluster-member"
    DAYS_MIN = "days-min"
    DAYS_USUAL = "days-usual"
    DAYS_MAX = "days-max"
    DAYS_CONSECUTIVE = "days-consecutive"
    ONCE = "once"
    RESIDENCE_183 = "residence-183"
    LUMP_SUM = "lump-sum"
    HALVED_DAYS = "halved-days"
    HALVED_DISTANCE = "halved-distance"
    ONLINE_ZERO = "online-zero"


PARAMETERS: dict[RuleId, frozenset[str]] = {
    RuleId.DAYS_MIN: frozenset({"days"}),
    RuleId.DAYS_USUAL: frozenset({"days"}),
    RuleId.DAYS_MAX: frozenset({"months"}),
    RuleId.HALVED_DAYS: frozenset({"days"}),
    RuleId.HALVED_DISTANCE: frozenset({"km"}),
}


class Rule(Part):
    """One clause: what it says to people, and the check that carries it out."""

    id: RuleId
    """Which check; the list stands in the documentation for editors."""
    clause: Words
    """The number shown to people."""
    title: Text
    """What the clause is about, as a heading."""
    text: Text
    """The clause in plain words."""
    way_out: Text | None = None
    """What an organisation can do when the rule does not hold."""
    parameters: dict[Words, int] = Field(default_factory=dict)
    """Numbers of the check: days for days-min, days-usual and halved-days, months for days-max, km for halved-distance."""

    @field_validator("parameters")
    @classmethod
    def _complete(cls, parameters: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        rule_id: RuleId | None = info.data.get("id")
        wanted = PARAMETERS.get(rule_id, frozenset()) if rule_id else parameters.keys()
        if wanted != parameters.keys():
            names = ", ".join(sorted(wanted)) or "none"
            raise ValueError(f"this rule takes these parameters: {names}")
        return parameters

    model_config = ConfigDict(validate_default=True)


class SlotKind(StrEnum):
    """How a slot of evidence is filled."""

    FILE = "file"
    TEXT = "text"


class EvidenceSlot(Part):
    """One thing that proves an exchange: a file, or words with files if wanted."""

    id: Slug
    """A short name; cases refer to it, so never change it."""
    title: Text
    """What is asked for."""
    kind: SlotKind
    """file: somebody sends files. text: somebody writes, and may add files."""
    help: Text
    """What fits, in plain words."""


class Declaration(Part):
    """One sentence that an applicant declares before sending; its exact words are kept."""

    id: Slug
    """A short name; cases refer to it, so never change it."""
    text: Text
    """What the applicant declares, in the first person."""

    @property
    def mark(self) -> str:
        """Change with the words, so that other words are declared anew."""
        written = (
            self.text.root
            if isinstance(self.text.root, str)
            else repr(sorted(self.text.root.items()))
        )
        return f"{self.id}.{hashlib.sha256(written.encode()).hexdigest()[:12]}"


class Rejection(Part):
    """One reason for which a candidature is not accepted; the office chooses it from the list."""

    id: Slug
    """A short name; cases refer to it, so never change it."""
    title: Words
    """What the office reads in the list, in English."""
    text: Text
    """What the applicant reads, in whole sentences."""


class RulePack(Content):
    """A dated set of rules, with the evidence that they ask for."""

    title: Text
    """The heading of the page of rules."""
    valid_from: Day
    """The first day on which these rules hold."""
    note: Text | None = None
    """What people should know about the whole pack, for example where its text comes from."""
    rules: tuple[Rule, ...] = Field(min_length=1)
    """The clauses, in the order in which people read them."""
    evidence: tuple[EvidenceSlot, ...] = ()
    """What proves an exchange after it was held."""
    conditions: tuple[Text, ...] = ()
    """What an applicant reads and accepts before sending, beside the rules."""
    declarations: tuple[Declaration, ...] = ()
    """What an applicant declares before sending, sentence by sentence."""

    rejections: tuple[Rejection, ...] = ()
    """The reasons for which the office does not accept a candidature, beside its own words."""

    @field_validator("rules")
    @classmethod
    def _each_once(cls, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        ids = [rule.id for rule in rules]
        twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if twice:
            raise ValueError(f"rule {', '.join(twice)} stands twice")
        return rules

    def rule(self, rule_id: RuleId) -> Rule | None:
        """Give the rule with that id, when the pack has it."""
        return next((rule for rule in self.rules if rule.id is rule_id), None)

    def rejection(self, reason_id: str) -> Rejection | None:
        """Give the reason for a rejection with that id, when the pack has it."""
        return next((each for each in self.rejections if each.id == reason_id), None)

    def slot(self, slot_id: str) -> EvidenceSlot | None:
        """Give the slot of evidence with that id."""
        return next((slot for slot in self.evidence if slot.id == slot_id), None)
