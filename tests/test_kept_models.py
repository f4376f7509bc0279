"""What pydantic works out of our models is kept, and judges every record as if it were not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import state
from generator.reader import kept_models

ROOT = Path(__file__).parents[1]
COMPLETE = (
    "import sys; from generator.reader import kept_models as kept; kept.complete(sys.argv[1])"
)
NOTHING_IS_WORKED_OUT = """
from pydantic._internal._generate_schema import GenerateSchema
def worked_out(self, source):
    raise AssertionError(source)
GenerateSchema.generate_schema = worked_out
"""
FRESH = """
from generator.reader import kept_models as kept
for model in kept.KEPT:
    model.model_rebuild()
"""
JUDGE = """
import hashlib, json, pathlib
from pydantic import ValidationError
from generator.reader.kinds import MODELS
from generator.reader.nodes import parse
from generator.reader.sources import slug_in, with_slug
from generator.reader.written import records_in

ODD = [None, "", " x", 7, -0.5, True, [], [""], {}, {"en": ""}, {"cs": "x"}, "2021-02-30", "x" * 300]

def judged(model, value):
    try:
        record = model.model_validate(value)
    except ValidationError as fault:
        return fault.json(include_url=False)
    again = model.model_validate_json(record.__pydantic_serializer__.to_json(record, by_alias=True))
    assert again == record
    return record.model_dump_json(by_alias=True) + repr(record)

def spoiled(value):
    for key in [*value, "unknown"]:
        for odd in ODD:
            yield {**value, key: odd}
        if key != "unknown":
            yield {name: one for name, one in value.items() if name != key}
            for inner in value[key] if isinstance(value[key], list) else [value[key]]:
                if isinstance(inner, dict):
                    for worse in spoiled(inner):
                        yield {**value, key: [worse] if isinstance(value[key], list) else worse}

told, accepted = hashlib.sha256(), 0
for file, kind, _ in records_in("content"):
    model = MODELS[kind]
    value = with_slug(parse(pathlib.Path(file).read_text("utf-8")).value, slug_in(file), model)
    for one in [value, *spoiled(value)]:
        found = judged(model, one)
        accepted += found[:1] == "{"
        told.update(found.encode())
print(json.dumps([told.hexdigest(), accepted]))
"""


def printed(file: Path, *steps: str) -> str:
    """Run in a Python that has loaded nothing yet, and keeps what it works out."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    words = [sys.executable, "-W", "error", "-c", "\n".join(steps), str(file)]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """What a first start keeps."""
    file = tmp_path_factory.mktemp("kept") / "below" / "models"
    printed(file, COMPLETE)
    assert file.exists()
    return file


def test_a_second_start_works_nothing_out(kept):
    printed(kept, NOTHING_IS_WORKED_OUT, COMPLETE)


def test_kept_models_judge_every_record_and_every_mistake_in_one_as_fresh_models_do(kept):
    by_kept, by_fresh = printed(kept, COMPLETE, JUDGE), printed(kept, FRESH, JUDGE)

    assert by_kept == by_fresh
    assert json.loads(by_kept)[1] > 1000


@pytest.mark.parametrize("body", [b"", b"nonsense", b"\0" * 4000])
def test_a_broken_file_is_as_good_as_none(tmp_path, body):
    file = tmp_path / "models"
    file.write_bytes(body)

    printed(file, COMPLETE)

    assert state.load(str(file))["models"]


@pytest.mark.parametrize(
    "changed", [{"code": 1}, {"models": b"cos\nnothing\n."}, {"models": b"(lp0\n."}]
)
def test_what_is_of_another_code_or_another_world_is_made_anew(kept, tmp_path, changed):
    right = state.load(str(kept))
    file = tmp_path / "models"
    state.save(str(file), {**right, **changed})

    printed(file, COMPLETE)

    assert state.load(str(file))["code"] == right["code"]
    printed(file, NOTHING_IS_WORKED_OUT, COMPLETE)


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "file").write_text("")

    printed(tmp_path / "file" / "models", COMPLETE)

    assert (tmp_path / "file").read_text() == ""


def test_the_code_of_the_models_is_all_below_their_folder():
    for model in kept_models.KEPT:
        for base in model.__mro__:
            is_ours = base.__module__.startswith(("generator", "formsvc"))
            assert base.__module__.startswith("generator.programme.") or not is_ours
