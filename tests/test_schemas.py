"""The JSON Schemas that editors' tools read: whole, explained, and true of the content."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from generator.commands.schema import MODELS, schemas
from generator.reader.kinds import FOLDERS
from generator.reader.nodes import parse
from generator.reader.written import SCHEMAS

ROOT = Path(__file__).parent.parent
KNOWN = {name: json.loads(text) for name, text in schemas().items()}
FILES = [
    ("site-config", ROOT / "site_config.yml"),
    ("programme", ROOT / "content" / "programme.yml"),
    *(
        (SCHEMAS[folder], path)
        for folder in FOLDERS
        for path in sorted((ROOT / "content" / folder).glob("*.yml"))
    ),
]


def refusals(kind: str, value: object) -> list[str]:
    checker = jsonschema.Draft202012Validator(KNOWN[f"{kind}.json"])
    return [error.message for error in checker.iter_errors(value)]


@pytest.mark.parametrize(("kind", "path"), FILES, ids=[path.name for _, path in FILES])
def test_every_file_of_the_content_fits_its_schema(kind, path):
    assert refusals(kind, parse(path.read_text("utf-8")).value) == []


@pytest.mark.parametrize(
    ("kind", "name", "old", "new"),
    [
        ("visit", "visits/lyon.yml", "opens_on: 2022-03-01", "opens_on: 1.3.2022"),
        ("visit", "visits/lyon.yml", "seats: 15", "seats: many"),
        ("visit", "visits/lyon.yml", "lead: ntt", "lead: NTT"),
        ("visit", "visits/lyon.yml", "country: FR", "country: France"),
        ("visit", "visits/lyon.yml", "summary:", "sumary:"),
        ("host", "hosts/elmarco.yml", "https://www", "www"),
        ("lump-sums", "lump_sums/eye-2021.yml", "CZ: 610", "CZE: 610"),
    ],
)
def test_a_schema_refuses_what_the_check_refuses(kind, name, old, new):
    text = (ROOT / "content" / name).read_text("utf-8")
    assert old in text

    assert refusals(kind, parse(text.replace(old, new)).value)


@pytest.mark.parametrize("name", MODELS)
def test_every_field_is_explained(name):
    schema = KNOWN[f"{name}.json"]
    parts = {name: schema, **schema.get("$defs", {})}
    bare = [
        f"{part}.{field}"
        for part, what in parts.items()
        for field, said in what.get("properties", {}).items()
        if not said.get("description")
    ]

    assert bare == []
    assert all(what.get("description") for what in parts.values())


@pytest.mark.parametrize("name", MODELS)
def test_a_field_with_a_form_of_its_own_shows_an_example(name):
    """Where a pattern would leave an editor guessing, there is something to copy."""

    def without(value: object, path: str) -> list[str]:
        if isinstance(value, list):
            return [one for n, each in enumerate(value) for one in without(each, f"{path}.{n}")]
        if not isinstance(value, dict):
            return []
        bare = value.get("type") == "string" and "pattern" in value and "examples" not in value
        inner = [
            one
            for key, each in value.items()
            if key not in ("anyOf", "propertyNames", "items", "additionalProperties")
            for one in without(each, f"{path}.{key}")
        ]
        return [path, *inner] if bare else inner

    assert without(KNOWN[f"{name}.json"], name) == []
