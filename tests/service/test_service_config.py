from __future__ import annotations

import pytest

from formsvc.config import Config, WrongSetting
from generator.programme.programme import Programme

REAL = {"XCHANGE_SECRET_KEY": "s" * 40, "SMTP_URL": "smtp://localhost"}


def test_development_needs_nothing_set():
    assert Config.from_environ({"XCHANGE_ENV": "development"}).development


def test_the_real_thing_has_no_default_secret():
    with pytest.raises(WrongSetting, match="XCHANGE_SECRET_KEY"):
        Config.from_environ({"SMTP_URL": "smtp://localhost"})


def test_the_real_thing_refuses_a_moved_date():
    with pytest.raises(WrongSetting, match="XCHANGE_TODAY"):
        Config.from_environ({**REAL, "XCHANGE_TODAY": "2021-06-15"})


def test_the_real_thing_refuses_a_site_with_a_moved_date(programme: Programme):
    with pytest.raises(WrongSetting, match="moved date"):
        Config.from_environ(REAL).check_programme(programme)


@pytest.mark.parametrize("port", ["", "80a", "-1", "²"])
def test_a_bad_port_is_a_clear_error(port: str):
    if not port:
        assert Config.from_environ({**REAL, "PORT": port}).port == 8000
        return
    with pytest.raises(WrongSetting, match="PORT"):
        Config.from_environ({**REAL, "PORT": port})
