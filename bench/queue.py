"""How flat the queue, the search and the page of a case stay when a programme grows.

    dev.py bench queue [--json]        .venv/bin/python bench/queue.py --quick

Two deployments of the real site run side by side, one with 1,000 cases and one with 100,000, each
behind the web server as `xchange up` starts it; on SQLite, then on PostgreSQL (from the wheel that
the tests use). A coordinator and an officer of two clusters open the same pages of both in turn,
round by round, so that a busy machine slows both. Most cases are decided; in the quiet queue 2 of
100 wait for an officer, in the crowded one 30.

    queue_p95_ratio     p95 at 100,000 cases to p95 at 1,000: views, filters, orders, a next page
    search_p95_ratio    the same of searches: a word that few cases hold, that half of them hold,
                        that none holds; two words; the beginning of one
    case_p95_ratio      the same of the pages of cases that wait, in the list they came from
    queries_queue       queries for the queue's first page, at 1,000 and at 100,000 cases

Each ratio is the worst of both roles, databases and queues.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

# Python has a module `queue` too, and would find this one first: this folder goes to the end.
HERE = Path(__file__).resolve().parent
sys.path[:] = [*(each for each in sys.path if Path(each).resolve() != HERE), str(HERE)]

if __name__ == "__main__":
    from _growth import main

    main()
else:  # somebody means Python's own
    del sys.modules[__name__]
    importlib.import_module(__name__)
