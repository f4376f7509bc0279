"""The words under a field of a model, read from its source, for the JSON Schemas.

Pydantic could read them itself, but would do so whenever a model is loaded: as long as a hundred
records take to read. Only the schemas need them.
"""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from textwrap import dedent

from pydantic import BaseModel


def describe(base: type[BaseModel]) -> None:
    """Give every field of the models below a base the words that stand under it."""
    models = list(_below(base))
    for model in models:
        for name, words in _words(model).items():
            model.model_fields[name].description = words
    for model in models:
        model.model_rebuild(force=True)


def _below(base: type[BaseModel]) -> list[type[BaseModel]]:
    found = [base]
    for model in found:
        found += [one for one in model.__subclasses__() if one not in found]
    return found


def _words(model: type[BaseModel]) -> dict[str, str]:
    """Give the words of a model's own fields and of those that it inherits."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if each is not BaseModel and issubclass(each, BaseModel):
            found |= _own_words(each)
    return found


def _own_words(model: type[BaseModel]) -> dict[str, str]:
    (tree,) = ast.parse(dedent(inspect.getsource(model))).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for field, below in pairwise(tree.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match below:
                case ast.Expr(ast.Constant(str() as words)):
                    found[field.target.id] = inspect.cleandoc(words)
    return found
