"""A built site and the app that serves it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from formsvc import create_app
from formsvc.config import Config
from generator.site.build import build

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site that was built once; never changed."""
    data = tmp_path_factory.mktemp("built")
    build(CONTENT, data / "site")
    return data


@pytest.fixture
def data(built: Path, tmp_path: Path) -> Path:
    """A copy of the built site, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "var", symlinks=True))


@pytest.fixture
def environ(data: Path) -> dict[str, str]:
    return {"XCHANGE_ENV": "development", "XCHANGE_DATA": str(data)}


@pytest.fixture
def config(environ: dict[str, str]) -> Config:
    return Config.from_environ(environ)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    made = create_app(config)
    yield made
    made.extensions["xchange_engine"].dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
