"""A partner cluster."""

from pydantic import Field

from .content import Flag, Shown, Slug, Url, Weave, Whole, Words
from .countries import Country
from .pictures import Picture
from .places import Place
from .text import Text
from .vocabularies import Ecosystem


class PartnerCluster(Shown):
    """An organisation of the partnership that helps visitors and hosts and leads visits."""

    name: Words = Field(examples=["Next Technology Tecnotessile"])
    """The full name."""
    short_name: Words | None = Field(default=None, examples=["NTT"])
    """The name in lists, for example NTT."""
    country: Country
    """The country of its seat, two letters."""
    place: Place
    """The town of its seat, with coordinates for the map."""
    website: Url
    """Where people can reach it."""
    summary: Text
    """One or two sentences for lists."""
    description: Text | None = None
    """Markdown for the cluster's page."""
    ecosystem: Ecosystem = Ecosystem.TEXTILES
    """The industrial ecosystem; it chooses the family of the cloth."""
    sectors: tuple[Text, ...] = Field(default=(), examples=[["Textiles", "Fashion"]])
    """What its members do."""
    founded: Whole | None = Field(default=None, ge=1800, le=2100)
    """The year in which it was founded."""
    members: Text | None = None
    """How many members and of which kind, in words."""
    coordinator: Flag = False
    """True for the one cluster that coordinates the programme."""
    helps: Text | None = Field(default=None, examples=["Organisations in Italy."])
    """Who should turn to this cluster."""
    logo: Picture | None = None
    """Its logo, shown beside its name."""
    weave: Weave | None = None
    """The cloth, when the one that follows from the name does not please."""

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


ClusterSlug = Slug
