"""The service's benchmark runs and gives every figure; what the figures are is not tested."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from processes import ROOT

KEYS = {
    "submit_vs_sqlite",
    "submit_p99_vs_median",
    "read_p99_vs_idle",
    "upload_rss_mib_one",
    "upload_rss_vs_inflight_eight",
    "upload_vs_raw",
}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the peaks of memory from /proc")
def test_the_quick_form_of_the_service_benchmark_gives_every_figure():
    command = [sys.executable, "bench/service.py", "--quick", "--json"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.keys() == {*KEYS, "file_system"}
    assert all(isinstance(found[key], int | float) for key in KEYS)
