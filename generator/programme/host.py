"""A host."""

from datetime import date

from pydantic import Field

from .cluster import ClusterSlug
from .content import Shown, Slug, Url, Weave, Whole, Words
from .countries import Country
from .dates import DateRange
from .pictures import Picture
from .places import Place
from .text import Language, Text
from .vocabularies import Ecosystem, OrganisationType


class Host(Shown):
    """An organisation that visitors call on. It does not travel."""

    name: Words = Field(examples=["Elmarco"])
    """The full name."""
    organisation_type: OrganisationType | None = None
    """What kind of organisation it is."""
    country: Country
    """The country in which visitors call on it, two letters."""
    place: Place | None = None
    """The town in which visitors call on it, with coordinates for the map."""
    website: Url | None = None
    """Its website."""
    summary: Text = Field(examples=["Makes machines that spin nanofibres."])
    """One or two sentences for lists."""
    description: Text | None = None
    """Markdown for the host's page."""
    ecosystem: Ecosystem = Ecosystem.TEXTILES
    """The industrial ecosystem; it chooses the family of the cloth."""
    nace: tuple[Words, ...] = Field(default=(), examples=[["13.20"]])
    """NACE Rev. 2.1 codes, like 13.20."""
    technologies: tuple[Text, ...] = Field(default=(), examples=[["Nanofibres"]])
    """What it works with."""
    offers: tuple[Text, ...] = ()
    """What a visitor can see or try."""
    languages: tuple[Language, ...] = Field(default=(), examples=[["en", "cs"]])
    """Languages spoken with visitors."""
    capacity: Whole | None = Field(default=None, ge=1)
    """How many visitors at one exchange."""
    receives: tuple[DateRange, ...] = ()
    """Days on which it takes visitors; without them, any day that is agreed."""
    paused: Text | None = Field(default=None, examples=["The hall is being rebuilt until May."])
    """Why it takes no visitors now; leave it out while it does."""
    limits: Text | None = Field(default=None, examples=["No photos in the hall."])
    """What stays confidential."""
    cluster: ClusterSlug | None = None
    """The partner cluster that this host belongs to."""
    logo: Picture | None = None
    """Its logo, shown beside its name."""
    picture: Picture | None = None
    """A photo from its place, shown beside the cloth."""
    weave: Weave | None = None
    """The cloth, when the one that follows from the name does not please."""

    def takes(self, first_on: date, last_on: date) -> bool:
        """Say whether it takes visitors on all days from the first to the last."""
        return not self.receives or any(
            days.first_on <= first_on and last_on <= days.last_on for days in self.receives
        )


HostSlug = Slug
