"""What pydantic works out of our models, kept as Python keeps the code of modules.

To work it out takes as long as to read eighty records, and it follows from our code alone. So it is
kept beside our compiled code, by our code and by all that is installed; when it is not there, or is
not of this code, it is worked out as ever. Only what checks and writes records is kept: for the
JSON Schemas (`xchange schema`) pydantic needs more, so a program that makes those must not ask here.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import Any

from pydantic import BaseModel
from pydantic_core import SchemaSerializer, SchemaValidator

from generator import state
from generator.programme.assess import Facts
from generator.programme.dates import DateRange
from generator.reader.kinds import MODELS

KEPT: tuple[type[BaseModel], ...] = (*MODELS.values(), Facts, DateRange)
"""The models that every build asks."""
FILE = f"{state.GENERATOR}/__pycache__/models.{sys.implementation.cache_tag}"
CODE = f"{state.GENERATOR}/programme"
"""Where the models are written."""


def complete(file: str = FILE) -> None:
    """Make the models ready for records, before one is read.

    Args:
        file: where it is kept what pydantic worked out.
    """
    if not _taken(file):
        for model in KEPT:
            model.model_rebuild()
        _keep(file)


def _taken(file: str) -> bool:
    """Take what is kept, if it is of this code."""
    known = state.load(file)
    if known.get("code") != state.code_sum(state.signatures(CODE)):
        return False
    try:
        schemas: list[dict[str, Any]] = pickle.loads(known["models"])  # noqa: S301 - written by us
        ready = [(model, one, *_made(one)) for model, one in zip(KEPT, schemas, strict=True)]
    except Exception:  # whatever a pickle of another world may raise: it is as good as none
        return False
    for model, schema, validator, serializer in ready:
        model.__pydantic_core_schema__ = schema
        model.__pydantic_validator__ = validator
        model.__pydantic_serializer__ = serializer
        model.__pydantic_complete__ = True
    return True


def _made(schema: dict[str, Any]) -> tuple[SchemaValidator, SchemaSerializer]:
    inner = schema
    while "config" not in inner:  # around the model's own there may be what it refers to
        inner = inner["schema"]
    config = inner["config"]
    return SchemaValidator(schema, config), SchemaSerializer(schema, config)


def _keep(file: str) -> None:
    if sys.dont_write_bytecode:
        return
    models = pickle.dumps([_plain(model.__pydantic_core_schema__) for model in KEPT])
    code = state.code_sum(state.signatures(CODE))
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120
        state.save(file, {"code": code, "models": models})
    except OSError:
        pass  # nothing can be written there; the next start takes as long as this one


def _plain(node: Any) -> Any:
    """Leave out what only the JSON Schema needs: functions inside of functions cannot be kept."""
    if isinstance(node, dict):
        is_schema = isinstance(node.get("type"), str)
        return {
            key: _plain(value)
            for key, value in node.items()
            if not (is_schema and key == "metadata")
        }
    return type(node)(map(_plain, node)) if node.__class__ in (list, tuple) else node
