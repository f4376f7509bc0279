from __future__ import annotations

from pathlib import Path

import pytest

from formsvc import clock, create_app
from formsvc.config import Config, WrongSetting
from formsvc.snapshot import current, current_programme
from generator.programme.programme import Programme


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config.from_environ({"XCHANGE_ENV": "development", "XCHANGE_DATA": str(tmp_path)})


def build(config: Config, programme: Programme, version: str) -> None:
    config.service.mkdir(exist_ok=True)
    (config.service / "programme.json").write_text(programme.model_dump_json(by_alias=True))
    config.stamp.write_text(version)


def test_every_answer_carries_the_security_headers(service):
    answer = service.app.test_client().get("/apply/nothing")

    assert answer.status_code == 404
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_new_version_is_seen_before_the_next_request(config: Config, programme: Programme):
    app = create_app(config)
    build(config, programme, "1")
    with app.app_context():
        assert current_programme().about == programme.about
        assert clock.today() == programme.site.today
        build(config, programme, "2")
    with app.test_request_context():
        app.preprocess_request()
        assert current().version == "2"
    app.extensions["xchange_engine"].dispose()


def test_a_site_never_built_is_a_clear_error(config: Config):
    app = create_app(config)
    with app.app_context(), pytest.raises(WrongSetting, match="xchange build"):
        current_programme()
    app.extensions["xchange_engine"].dispose()
