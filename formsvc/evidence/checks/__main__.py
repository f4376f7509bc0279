"""The limited child process: a file on standard input, one line of JSON on standard output."""

from __future__ import annotations

import sys

from generator.programme.errors import UploadRefused

from . import LIMITS, inspect, write_answer

LIMITS.impose()
try:
    answer = write_answer(inspect(sys.stdin.buffer))
except UploadRefused as refusal:
    answer = write_answer(refusal.reason)
sys.stdout.write(answer)
