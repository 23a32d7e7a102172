"""Delegation takes from the doctors, and gives to nurse and care manager, what the documents say.

Both practices are made so that all that is asked for happens: nobody is ill, cancels or misses,
everybody waits as long as it takes but for a few, no follow-up but those the documents ask for, all work at one
pace, and half the demand leaves room for everybody. The difference of minutes with patients is then
the difference of demand times its mean service time, in expectation: within three standard errors of
the paired differences.

usage: delegation.py PROGRAM

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import math
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
CARES = ("acute", "follow-up", "long", "prevention", "other")
LOAD, WEEKS, REPLICATIONS = 0.5, 8, 60

# A week's difference of demand (docs/scenarios.md: 390 patients, 7.5 a week for one visit a year) and
# its mean minutes: 3 follow-ups less of 15 x 1.25; 0.4 of nursing more of 10 x 1.25 and a preventive
# visit of 20 x 1.25; 4 calls of 15 and 2 consultations of 30 minutes.
EXPECTED = {
    "gp": -3 * 7.5 * 15 * 1.25,
    "nurse": 0.4 * 7.5 * 10 * 1.25 + 7.5 * 20 * 1.25,
    "care-manager": 7.5 * (4 * 15 + 2 * 30),
}


def generate(folder, name):
    path = folder / f"{name}.json"
    subprocess.run([PROGRAM, "generate", name, "-o", path], check=True)
    practice = json.loads(path.read_text(encoding="utf-8"))
    for one in practice["practitioners"]:
        one["pace"] = 1
    # Preventive visits of old are given by doctor or nurse, as it comes: by the doctor here.
    for kind in practice["appointment_types"]:
        if kind["id"] == "prevention":
            kind["roles"] = ["gp"]
    practice["requests"] = []  # the same in both
    practice["behaviour"] |= {
        "ill": 0,
        "cancelled": 0,
        "no_shows": [{"lead_days": 0, "share": 0}],
        "cares": [{"care": care, "follow_up": 0, "patience_days": 90, "accepts_others": 1}
                  for care in CARES],
        "journeys": [],
    }
    path.write_text(json.dumps(practice), encoding="utf-8")
    return path


def simulate(one, other):
    command = [PROGRAM, "simulate", one, "--beside", other, "--json", "--load", str(int(100 * LOAD))]
    command += ["--weeks", str(WEEKS), "--replications", str(REPLICATIONS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def minutes(run, role):
    return run["details"].get(f"minutes_per_week/{role}", {"values": [0] * REPLICATIONS})["values"]


def main():
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        told = simulate(generate(folder, "care-manager"), generate(folder, "care-manager-without"))
    for run in told["runs"]:
        lost = run["measures"]["unserved"]["mean"]
        if lost > 0.005:  # one in 91 waits for no other day, some of them on a Sunday
            print(f"FAILED: {lost} of those who ask find no time")
            failures += 1
    for role, expected in EXPECTED.items():
        pairs = zip(*(minutes(run, role) for run in told["runs"]))
        differences = [a - b for a, b in pairs]
        mean = math.fsum(differences) / REPLICATIONS
        square = math.fsum((d - mean) ** 2 for d in differences) / (REPLICATIONS - 1)
        error = math.sqrt(square / REPLICATIONS)
        print(f"{role}: {mean:.2f} minutes a week, expected {LOAD * expected:.2f}, error {error:.2f}")
        if abs(mean - LOAD * expected) > 3 * error or error > 0.05 * abs(LOAD * expected):
            print(f"FAILED: {role}")
            failures += 1
    return failures > 0


sys.exit(main())
