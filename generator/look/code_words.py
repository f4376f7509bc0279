"""Words for what records hold as codes: types of organisation, kinds of days and of notices."""

from __future__ import annotations

from functools import cached_property

from generator.look.texts import Texts
from generator.programme.vocabularies import (
    ActivityKind,
    Ecosystem,
    Membership,
    NoticeKind,
    OrganisationType,
)


class CodeWords:
    """Says codes in one language."""

    t: Texts

    def visitor(self, visitor_type: OrganisationType) -> str:
        """A type of organisation in plain words."""
        return self._visitors[visitor_type]

    @cached_property
    def _visitors(self) -> dict[OrganisationType, str]:
        t = self.t
        return {
            OrganisationType.SME: t("Company (SME)"),
            OrganisationType.SCALING_UP: t("Scaling-up organisation"),
            OrganisationType.CLUSTER: t("Cluster or business network"),
            OrganisationType.LARGE_COMPANY: t("Large company"),
            OrganisationType.PUBLIC_AUTHORITY: t("Public authority"),
            OrganisationType.TRAINING_PROVIDER: t("Training provider"),
        }

    def visitors(self) -> list[tuple[OrganisationType, str, str]]:
        """Every type in the words of somebody who asks whether to go, with what it means."""
        t, kind = self.t, OrganisationType
        host_only = t("It can be a host, but it does not travel.")
        return [
            (
                kind.SME,
                t("A company with fewer than 250 people"),
                t(
                    "and at most 50 million euros turnover or 43 million balance sheet, your "
                    "group counted in (SME). Also if it grows fast."
                ),
            ),
            (
                kind.SCALING_UP,
                t("A scaling-up organisation: it helps others to grow"),
                t(
                    "A technology centre, research institute, innovation hub, fab lab, creative "
                    "hub, incubator or accelerator. Not a company that grows fast."
                ),
            ),
            (kind.CLUSTER, t("A cluster or business network"), ""),
            (kind.LARGE_COMPANY, t("A larger company"), host_only),
            (kind.PUBLIC_AUTHORITY, t("A public authority"), host_only),
            (kind.TRAINING_PROVIDER, t("A training provider"), host_only),
        ]

    def memberships(self) -> list[tuple[Membership, str]]:
        """Every answer to: are you a member of a cluster?"""
        t = self.t
        return [
            (Membership.PARTNER, t("Yes, of a partner cluster of this programme")),
            (Membership.OTHER, t("Yes, of another cluster with an ECCP profile")),
            (Membership.NONE, t("No")),
            (Membership.UNSURE, t("Not sure")),
        ]

    def kinds(self, kinds: tuple[ActivityKind, ...]) -> str:
        """What a day is for: Meetings, study visit."""
        t = self.t
        names = {
            ActivityKind.JOINT_LEARNING: t("Joint learning event"),
            ActivityKind.B2B: t("Business meetings"),
            ActivityKind.STUDY_VISIT: t("Study visit"),
            ActivityKind.HOST_DAY: t("Day with one host"),
        }
        return ", ".join(names[kind] for kind in kinds)

    def ecosystem(self, ecosystem: Ecosystem) -> str:
        """One of the 14 industrial ecosystems, as their platform writes them."""
        return self._ecosystems[ecosystem]

    @cached_property
    def _ecosystems(self) -> dict[Ecosystem, str]:
        t, kind = self.t, Ecosystem
        return {
            kind.AEROSPACE_DEFENCE: t("Aerospace and defence"),
            kind.AGRI_FOOD: t("Agri-food"),
            kind.CONSTRUCTION: t("Construction"),
            kind.CREATIVE: t("Cultural and creative industries"),
            kind.DIGITAL: t("Digital"),
            kind.ELECTRONICS: t("Electronics"),
            kind.ENERGY_INTENSIVE: t("Energy-intensive industries"),
            kind.RENEWABLES: t("Energy and renewables"),
            kind.HEALTH: t("Health"),
            kind.MOBILITY: t("Mobility, transport and automotive"),
            kind.PROXIMITY: t("Proximity and social economy"),
            kind.RETAIL: t("Retail"),
            kind.TEXTILES: t("Textiles"),
            kind.TOURISM: t("Tourism"),
        }

    def notice(self, kind: NoticeKind, *, dated: bool = True) -> str:
        """What kind of change a notice tells, in a word; `dated` when there are new dates."""
        t = self.t
        return {
            NoticeKind.POSTPONED: t("Moved to other dates") if dated else t("Postponed"),
            NoticeKind.MOVED_ONLINE: t("Moved online"),
            NoticeKind.CANCELLED: t("Cancelled"),
            NoticeKind.FULL: t("Full"),
            NoticeKind.NEWS: t("News"),
        }[kind]

    def notice_tone(self, kind: NoticeKind) -> str:
        """The tone of a notice."""
        tones = {NoticeKind.CANCELLED: "stop", NoticeKind.NEWS: "info"}
        return tones.get(kind, "wait")
