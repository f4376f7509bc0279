"""The short lists that records and forms choose from."""

from enum import StrEnum


class OrganisationType(StrEnum):
    """What kind of organisation takes part. Sources: the scheme's pages "How can I participate"."""

    SME = "sme"
    SCALING_UP = "scaling-up"
    CLUSTER = "cluster"
    LARGE_COMPANY = "large-company"
    PUBLIC_AUTHORITY = "public-authority"
    TRAINING_PROVIDER = "training-provider"


class Membership(StrEnum):
    """Is the organisation a member of a cluster with an ECCP profile?"""

    PARTNER = "partner"
    OTHER = "other"
    NONE = "none"
    UNSURE = "unsure"


class ActivityKind(StrEnum):
    """What a day of a visit is for."""

    JOINT_LEARNING = "joint-learning"
    B2B = "b2b"
    STUDY_VISIT = "study-visit"
    HOST_DAY = "host-day"


class NoticeKind(StrEnum):
    """What a notice tells."""

    POSTPONED = "postponed"
    MOVED_ONLINE = "moved_online"
    CANCELLED = "cancelled"
    FULL = "full"
    NEWS = "news"


class FourEyes(StrEnum):
    """Does a second person release what the first has decided?"""

    OFF = "off"
    """One person may do both."""
    EXCEPTIONS = "exceptions"
    """Another person releases; alone only with a reason, which is kept and reported."""
    ALWAYS = "always"
    """Another person releases, without exception."""


class Ecosystem(StrEnum):
    """The 14 industrial ecosystems of the European Cluster Collaboration Platform."""

    AEROSPACE_DEFENCE = "aerospace-defence"
    AGRI_FOOD = "agri-food"
    CONSTRUCTION = "construction"
    CREATIVE = "cultural-creative"
    DIGITAL = "digital"
    ELECTRONICS = "electronics"
    ENERGY_INTENSIVE = "energy-intensive"
    RENEWABLES = "energy-renewables"
    HEALTH = "health"
    MOBILITY = "mobility-transport-automotive"
    PROXIMITY = "proximity-social-economy"
    RETAIL = "retail"
    TEXTILES = "textiles"
    TOURISM = "tourism"


DRAFTS = (
    "plain", "basket", "twill", "fine-twill", "wide-twill", "herringbone", "chevron", "goose-eye",
    "diamond", "rosepath", "satin",
)  # fmt: skip
"""Weaving drafts that a record may choose for its cloth; the look knows how to weave them."""
DYES = (
    "indigo", "woad", "madder", "weld", "verdigris", "walnut", "logwood", "linen", "chalk", "slate",
)  # fmt: skip
"""Dyes that a record may choose for its cloth, beside those that site_config.yml adds."""
