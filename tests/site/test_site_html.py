"""Every page is valid HTML by the Nu checker (vnu-jar), where Java and the jar are at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.site.build import build

CONTENT = Path(__file__).parents[2] / "content"
JAR = os.environ.get("VNU_JAR", "")
MISSING = not shutil.which("java") or not Path(JAR or "no-jar").is_file()


@pytest.mark.slow
@pytest.mark.skipif(
    MISSING and not os.environ.get("CI"),
    reason="no Nu checker here: install a JRE, `npm pack vnu-jar`, and set VNU_JAR to its vnu.jar",
)
def test_every_page_is_valid_html(tmp_path):
    build(CONTENT, tmp_path / "site")

    checked = subprocess.run(
        ["java", "-Xss8m", "-jar", JAR, "--errors-only", "--skip-non-html", tmp_path / "site"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stderr) == (0, "")
