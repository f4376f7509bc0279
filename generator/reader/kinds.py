"""The kinds of files in a content folder, and the model of each."""

from __future__ import annotations

from pydantic import BaseModel

from generator.programme.call import Call
from generator.programme.cluster import PartnerCluster
from generator.programme.document import Document
from generator.programme.host import Host
from generator.programme.lump_sums import LumpSums
from generator.programme.programme import ProgrammeFile
from generator.programme.rules import RulePack
from generator.programme.site_config import SiteConfig
from generator.programme.visit import Visit

FOLDERS: dict[str, tuple[str, type[BaseModel]]] = {
    "calls": ("calls", Call),
    "rules": ("rule_packs", RulePack),
    "lump_sums": ("lump_sum_tables", LumpSums),
    "clusters": ("clusters", PartnerCluster),
    "hosts": ("hosts", Host),
    "visits": ("visits", Visit),
    "documents": ("documents", Document),
}
"""Where the records of each folder stand in the programme, and their model."""
MODELS: dict[str, type[BaseModel]] = {
    "site": SiteConfig,
    "programme": ProgrammeFile,
    **{folder: model for folder, (_, model) in FOLDERS.items()},
}
"""The model of each kind of file."""
