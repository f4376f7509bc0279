"""Pydantic's core, loaded without the shapes that it writes for type checkers, does the same."""

from __future__ import annotations

import json
import subprocess
import sys

LOADED = "from generator import untyped; untyped.load_core()"
MODELS = """
import json
from pydantic import ValidationError
from pydantic_core import core_schema
from generator.reader.kinds import MODELS

told = {}
for kind, model in MODELS.items():
    told[kind] = [model.model_json_schema()]
    try:
        model.model_validate({"slug": 7, "name": "", "country": "Czechia", "title": {"cs": "x"}})
    except ValidationError as fault:
        told[kind].append(fault.errors(include_url=False, include_context=False))
print(json.dumps(told, default=str))
"""
SHAPE = "from pydantic_core import core_schema; print(core_schema.StringSchema.__name__)"
NEWER = """
from generator import untyped

class Asked:
    def __mro_entries__(self, bases):
        raise TypeError("a shape is asked for what it has not")

untyped._Written = Asked
untyped.load_core()
"""


def printed(*steps: str) -> str:
    """Run in a Python that has loaded nothing yet; warnings are errors there too."""
    words = [sys.executable, "-W", "error", "-c", "\n".join(steps)]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def test_all_shapes_are_one():
    assert printed(LOADED, SHAPE) == "_Shape"
    assert printed(SHAPE) == "StringSchema"


def test_the_models_take_and_refuse_the_same():
    without, with_them = printed(LOADED, MODELS), printed(MODELS)

    assert json.loads(without) == json.loads(with_them)
    assert without.count('"type"') > 100


def test_a_call_of_a_shape_gives_a_plain_dictionary():
    called = "from pydantic_core import core_schema as c; print(c.CoreConfig(title='x'))"

    assert printed(LOADED, called) == "{'title': 'x'}"


def test_written_types_are_themselves_again_afterwards():
    same = "import typing, typing_extensions as te; print(typing.TypedDict.__module__, te.TypedDict.__module__)"

    assert printed(LOADED, same) == printed(same)


def test_a_core_that_asks_its_shapes_something_is_loaded_as_it_is():
    assert printed(NEWER, SHAPE) == "StringSchema"
    assert json.loads(printed(NEWER, MODELS)) == json.loads(printed(MODELS))
