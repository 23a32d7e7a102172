"""What tests of the program share: practices to plan, and plain runs of a batch to compare with.

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import subprocess

WORK_LIMIT = ["--work-limit", "500000000"]


def named(tiny, name, **fields):
    """A line of a batch: a tiny practice of that name."""
    return json.dumps(tiny | {"name": name} | fields)


def endless():
    """Exact cover by three kinds of duty over four weeks, all hard: no plan is found in a minute."""
    everyday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]
    times = {"early": ("07:00", "15:00"), "day": ("10:00", "18:00"), "late": ("14:00", "22:00")}
    cover = [("07:00", "10:00", 3), ("19:00", "22:00", 3), ("15:00", "18:00", 6)]
    rules = {
        "week_days": {"min": 4, "max": 5},
        "run_days": {"min": 2, "max": 4},
        "run_off_days": {"min": 2},
        "weekends": {"max": 2},
    }
    return {
        "format": "ipsosched-practice/1",
        "name": "Endless",
        "horizon": {"first_day": "2026-11-02", "days": 28},
        "sites": [{"id": "s", "hours": [{"days": everyday, "from": "00:00", "to": "24:00"}]}],
        "practitioners": [
            {
                "id": f"p{day}",
                "role": "gp",
                "rules": rules,
                "leave": [{"from": f"2026-11-{day:02}", "to": f"2026-11-{day:02}"}],
            }
            for day in range(2, 30, 2)
        ],
        "duties": [
            {"id": kind, "kind": kind, "site": "s", "from": start, "to": end}
            for kind, (start, end) in times.items()
        ],
        "successions": [{"before": "late", "after": kind} for kind in ("early", "day")],
        "cover": [
            {"id": a, "from": a, "to": b, "min": n, "max": n, "short_price": "hard"}
            for a, b, n in cover
        ],
        "appointment_types": [
            {"id": "v", "care": "other", "lengths_min": [20], "service_time": {"mean_min": 20}}
        ],
        "demand": [{"type": "v", "mean": 50}],
    }


def plain_batch(program, documents, code):
    """The lines of `plan --batch`, one job, for documents that are bytes of lines."""
    done = subprocess.run([program, "plan", "--batch", *WORK_LIMIT], input=documents,
                          capture_output=True)  # fmt: skip
    assert done.returncode == code, done
    return done.stdout
