"""A partner cluster."""

from pydantic import Field

from .content import Flag, Shown, Slug, Url, Weave, Whole, Words
from .countries import Country
from .places import Place
from .text import Text
from .vocabularies import Ecosystem


class PartnerCluster(Shown):
    """An organisation of the partnership that helps visitors and hosts and leads visits."""

    name: Words
    short_name: Words | None = None
    country: Country
    place: Place
    website: Url
    summary: Text
    """One or two sentences for lists."""
    description: Text | None = None
    """Markdown for the cluster's page."""
    ecosystem: Ecosystem = Ecosystem.TEXTILES
    sectors: tuple[Text, ...] = ()
    founded: Whole | None = Field(default=None, ge=1800, le=2100)
    members: Text | None = None
    """How many members and of which kind, in words."""
    coordinator: Flag = False
    """True for the one cluster that coordinates the programme."""
    helps: Text | None = None
    """Who should turn to this cluster."""
    weave: Weave | None = None

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


ClusterSlug = Slug
