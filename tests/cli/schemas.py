"""What the program says in JSON is as `ipsosched schema` has it: each line of --json, whatever
becomes of the documents, the report of a check, the lines of a batch and a plan.

usage: schemas.py PROGRAM TINY_DOCUMENT        (exit code 77: there is no python3-jsonschema)

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import common

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
TINY = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
PAST = {
    "format": "ipsosched-appointments/1",
    "appointments": [
        {"date": "2026-09-01", "start": "09:00", "type": "visit", "minutes": 12.5,
         "booked_on": "2026-08-30", "booked_at": "10:00", "practitioner": "morel"},
        {"date": "2026-09-01", "start": "09:20", "type": "visit", "state": "no_show",
         "booked_on": "2026-08-30"},
    ],
}  # fmt: skip
HARD = {"from": "09:00", "to": "10:00", "min": 2, "short_price": "hard"}


def validator(name):
    text = subprocess.run([PROGRAM, "schema", name], capture_output=True, check=True).stdout
    schema = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


VALID = {
    name: validator(name)
    for name in ("plan", "report", "result", "message", "appointments", "fit", "simulation")
}


def expect(name, value):
    errors = [error.message for error in VALID[name].iter_errors(value)]
    assert not errors, (name, value, errors)


def kinds(lines):
    """Which kind of message each line is."""
    schema = VALID["message"].schema
    names = [kind["$ref"].removeprefix("#/$defs/") for kind in schema["oneOf"]]
    parts = {"$defs": schema["$defs"]}
    by_name = {
        name: jsonschema.Draft202012Validator(schema["$defs"][name] | parts) for name in names
    }
    values = [json.loads(line) for line in lines]
    for value in values:
        expect("message", value)
    return [name for value in values for name in names if by_name[name].is_valid(value)]


def run(folder, code, *arguments):
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=120)  # fmt: skip
    assert done.returncode == code, done
    return done.stdout.splitlines(), done.stderr.splitlines()


def a_line_of_no_kind_is_refused():
    short = [{}, {"stage": "roster"}, {"error": "x", "file": "y"}, {"valid": True, "file": "y"}]
    for value in short:
        assert not VALID["message"].is_valid(value), value


def a_simulation_is_as_its_schema_has_it(folder):
    week = TINY | {"horizon": TINY["horizon"] | {"days": 7}}
    (folder / "week.json").write_text(json.dumps(week))
    simulate = ["simulate", "--json", "--weeks", "1", "--warmup", "0"]
    out, err = run(folder, 0, *simulate, "--replications", "1", "week.json")
    alone = json.loads("\n".join(out))
    expect("simulation", alone)
    assert err == [] and len(alone["runs"]) == 1, (alone, err)
    against = ["--replications", "2", "--against", "template/carve-out/own/bailey-welch"]
    out, err = run(folder, 0, *simulate, *against, "week.json")
    both = json.loads("\n".join(out))
    expect("simulation", both)
    assert err == [] and len(both["runs"]) == 2, (both, err)
    for measure in both["difference"]:
        rest = {name: value for name, value in both["difference"].items() if name != measure}
        assert not VALID["simulation"].is_valid(both | {"difference": rest}), measure
    assert not VALID["simulation"].is_valid(alone | {"difference": both["difference"]})
    _, err = run(folder, 3, *simulate, "tiny.json")
    assert kinds(err) == ["error"], err


def two_practices_with_journeys_are_as_the_schema_has_them(folder):
    names = ("care-manager", "care-manager-without")
    for name in names:
        run(folder, 0, "generate", name, "-o", f"{name}.json")
    beside = ["simulate", "--json", "--weeks", "2", "--warmup", "0", "--replications", "2"]
    out, err = run(folder, 0, *beside, f"{names[0]}.json", "--beside", f"{names[1]}.json")
    both = json.loads("\n".join(out))
    expect("simulation", both)
    assert err == [] and both["runs"][1]["practice"] == f"{names[1]}.json", (both, err)
    assert "amara/days" in both["runs"][0]["details"], both
    assert "amara/days" in both["detail_difference"], both
    assert "minutes_per_week/care-manager" not in both["detail_difference"], both


def main():
    a_line_of_no_kind_is_refused()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "tiny.json").write_text(json.dumps(TINY))
        (folder / "two.json").write_text(json.dumps(TINY | {"cover": [{"id": "two"} | HARD]}))
        (folder / "wrong.json").write_text(json.dumps(TINY | {"sitse": [], "horizon": 3}))
        (folder / "endless").write_text(json.dumps(common.endless()))

        files = ["tiny.json", "wrong.json", "missing.json"]
        out, err = run(folder, 3, "validate", "--json", *files)
        wanted = ["validity", "error", "error", "validity", "error", "validity"]
        assert kinds(out) == wanted and err == [], (out, err)

        plan = ["plan", "--json", "--progress", "always"]
        out, err = run(folder, 0, *plan, "tiny.json", "-o", "plan.json")
        found = kinds(err)
        assert out == [] and found.index("stage") > 0, err
        assert set(found[:-5]) == {"progress"} and found[-5:] == ["stage"] * 4 + ["planned"], err
        expect("plan", json.loads((folder / "plan.json").read_text()))
        _, err = run(folder, 4, *plan, "two.json")
        assert kinds(err)[-2:] == ["conflict", "not_planned"], err
        _, err = run(folder, 5, *plan, "endless", "--work-limit", "1")
        assert kinds(err)[-1] == "not_planned", err
        _, err = run(folder, 1, *plan, "missing.json")
        assert kinds(err) == ["error"], err

        out, err = run(folder, 7, "plan", "--batch", "--json", ".")
        assert kinds(err) == ["batch"] and len(out) == 4, (out, err)
        for line in out:
            expect("result", json.loads(line))

        out, err = run(folder, 0, "check", "--json", "tiny.json", "plan.json")
        expect("report", json.loads("\n".join(out)))
        assert err == [], err
        _, err = run(folder, 3, "check", "--json", "tiny.json", "tiny.json")
        assert set(kinds(err)) == {"error"}, err
        (folder / "past.json").write_text(json.dumps(PAST))
        expect("appointments", PAST)
        out, err = run(folder, 0, "fit", "--json", "tiny.json", "past.json")
        expect("fit", json.loads("\n".join(out)))
        assert err == [], err
        _, err = run(folder, 3, "fit", "--json", "tiny.json", "tiny.json")
        assert set(kinds(err)) == {"error"}, err
        a_simulation_is_as_its_schema_has_it(folder)
        two_practices_with_journeys_are_as_the_schema_has_them(folder)
        _, err = run(folder, 3, "history", "--json", "tiny.json", "--after", "wrong.json")
        assert set(kinds(err)) == {"error"}, err
    return 0


if __name__ == "__main__":
    sys.exit(main())
