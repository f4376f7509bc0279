"""A host."""

from pydantic import Field

from .cluster import ClusterSlug
from .content import Shown, Slug, Url, Weave, Whole, Words
from .countries import Country
from .places import Place
from .text import Language, Text
from .vocabularies import Ecosystem, OrganisationType


class Host(Shown):
    """An organisation that visitors call on. It does not travel."""

    name: Words
    organisation_type: OrganisationType | None = None
    country: Country
    place: Place | None = None
    website: Url | None = None
    summary: Text
    """One or two sentences for lists."""
    description: Text | None = None
    """Markdown for the host's page."""
    ecosystem: Ecosystem = Ecosystem.TEXTILES
    nace: tuple[Words, ...] = ()
    """NACE Rev. 2.1 codes, like 13.20."""
    technologies: tuple[Text, ...] = ()
    offers: tuple[Text, ...] = ()
    """What a visitor can see or try."""
    languages: tuple[Language, ...] = ()
    """Languages spoken with visitors."""
    capacity: Whole | None = Field(default=None, ge=1)
    """How many visitors at one exchange."""
    limits: Text | None = None
    """What stays confidential."""
    cluster: ClusterSlug | None = None
    """The partner cluster that this host belongs to."""
    weave: Weave | None = None


HostSlug = Slug
