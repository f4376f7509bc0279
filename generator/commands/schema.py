"""xchange schema: JSON Schemas, so that an editor completes and explains the fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from generator.commands.docstrings import describe
from generator.programme.call import Call
from generator.programme.cluster import PartnerCluster
from generator.programme.content import Part
from generator.programme.document import Document
from generator.programme.host import Host
from generator.programme.lump_sums import LumpSums
from generator.programme.programme import ProgrammeFile
from generator.programme.rules import RulePack
from generator.programme.site_config import SiteConfig
from generator.programme.visit import Visit
from generator.site.catalogue_shape import catalogue_schema

MODELS: dict[str, type[BaseModel]] = {
    "programme": ProgrammeFile,
    "call": Call,
    "rule-pack": RulePack,
    "lump-sums": LumpSums,
    "cluster": PartnerCluster,
    "host": Host,
    "visit": Visit,
    "document": Document,
    "site-config": SiteConfig,
}


def schemas() -> dict[str, str]:
    """Give the text of every schema by the name of its file."""
    describe(Part)
    models = {f"{name}.json": _text(model) for name, model in MODELS.items()}
    return {**models, "catalogue.json": catalogue_schema()}


def _text(model: type[BaseModel]) -> str:
    schema: dict[str, Any] = model.model_json_schema(by_alias=True)
    # The slug comes from the name of the file; nobody writes it.
    schema["properties"].pop("slug", None)
    schema["required"] = [name for name in schema.get("required", []) if name != "slug"]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


@click.command(epilog="Example: xchange schema --out docs/schemas")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="docs/schemas")
def schema(out: Path) -> None:
    """Write the JSON Schemas of the content files and of catalogue.json."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (out / name).write_text(text, "utf-8")
    click.echo(f"{len(schemas())} schemas in {out}.", err=True)
