"""An agenda as services use it: answers are as their schemas have them, several programs share one
file, clocks that change do not confuse it, and a service lives as long as it is listened to.

usage: agenda.py PROGRAM DOCUMENTS

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    jsonschema = None  # the schemas are then not tried

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
DOCUMENTS = pathlib.Path(sys.argv[2])
PATIENCE_S = 60
NOW = "2026-11-24T08:00"
ANNA, BORIS = ({"patient": name, "type": "visit"} for name in ("anna", "boris"))


def place(start, day="2026-11-24"):
    return {"practitioner": "morel", "date": day, "start": start}


def run(*arguments, text=None, code=0):
    done = subprocess.run([PROGRAM, *arguments], input=text, capture_output=True, text=True,
                          timeout=PATIENCE_S)  # fmt: skip
    assert done.returncode == code, (arguments, done)
    return done.stdout


def validator(name):
    if jsonschema is None:
        return lambda value: None
    schema = json.loads(run("schema", name))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).validate


def fresh(folder, days=None):
    """A new agenda of the practice of one hour a day."""
    file = str(folder / "agenda.db")
    practice = json.loads((DOCUMENTS / "hour.json").read_text(encoding="utf-8"))
    if days is None:
        run("agenda", "init", file, str(DOCUMENTS / "hour.json"), str(DOCUMENTS / "hour-plan.json"))
        return file
    practice["horizon"]["first_day"] = days[0]
    practice["sites"][0]["hours"] = [{"days": "every", "from": "00:00", "to": "04:00"}]
    practice["duties"][0].update({"from": "00:00", "to": "04:00"})
    (folder / "practice.json").write_text(json.dumps(practice), encoding="utf-8")
    run("plan", str(folder / "practice.json"), "--stage", "slots", "--quiet", "-o",
        str(folder / "plan.json"))  # fmt: skip
    run("agenda", "init", file, str(folder / "practice.json"), str(folder / "plan.json"))
    return file


class Service:
    def __init__(self, file):
        self.process = subprocess.Popen([PROGRAM, "agenda", "serve", file], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip

    def ask(self, **operation):
        self.process.stdin.write(json.dumps({"now": NOW} | operation) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        rest = self.process.stdout.read()
        self.process.stdout.close()
        return self.process.wait(timeout=PATIENCE_S), rest


def operations_and_answers_are_as_their_schemas_have_them(folder):
    service = Service(fresh(folder))
    good = [
        {"op": "offer", "ask": ANNA, "most": 2},
        {"op": "hold", "ask": ANNA, "place": place("09:00"), "hold_s": 60, "key": "h"},
        {"op": "book", "number": 1, "who": "desk"},
        {"op": "book", "ask": BORIS | {"audience": "staff"}, "id": "b",
         "place": place("09:00", "2026-11-25") | {"override": True, "reason": "asked for"}},
        {"op": "why", "ask": BORIS, "place": place("09:20")},
        {"op": "why", "ask": BORIS, "place": place("09:00")},
        {"op": "wait", "ask": {"patient": "clara", "type": "visit",
                               "windows": [{"first_day": "2026-11-24", "last_day": "2026-11-24"}]}},
        {"op": "list", "states": ["waiting"]},
        {"op": "list", "number": 1},
        {"op": "move", "number": 1, "version": 2, "place": place("09:40")},
        {"op": "block", "practitioner": "morel", "first_day": "2026-11-25",
         "last_day": "2026-11-25"},
        {"op": "blocks", "practitioner": "morel", "first_day": "2026-11-24"},
        {"op": "release", "date": "2026-11-25", "site": "centre"},
        {"op": "releases", "last_day": "2026-11-25"},
        {"op": "recall", "patient": "dora", "type": "visit", "due": "2026-11-25"},
        {"op": "list", "states": ["held", "booked", "waiting", "due"]},
        {"op": "cancel", "number": 1, "reason": "well again"},
        {"op": "tick"},
        {"op": "history", "after": 1},
    ]  # fmt: skip
    refused = [
        {"op": "no-show", "number": 3},
        {"op": "unblock", "number": 77},
        {"op": "unwait", "number": 77},
        {"op": "cancel", "number": 4, "version": 1},
        {"op": "list", "number": 77},
    ]
    operation_is_valid, answer_is_valid = validator("agenda-operation"), validator("agenda-answer")
    for operation in good + refused:
        operation_is_valid({"now": NOW} | operation)
        answer = service.ask(**operation)
        answer_is_valid(answer)
        assert ("ok" in answer) == (operation in good), (operation, answer)
        assert answer.get("id") == operation.get("id"), answer
    assert service.ask(op="list")["ok"]["entries"][-1]["in_way"] is True
    assert service.end() == (0, "")


def services_of_one_file_see_what_the_other_did(folder):
    file = fresh(folder)
    one, two = Service(file), Service(file)
    assert len(two.ask(op="offer", ask=BORIS)["ok"]["offers"]) == 6
    assert one.ask(op="book", ask=ANNA, place=place("09:00"))["ok"]["number"] == 1
    assert len(two.ask(op="offer", ask=BORIS)["ok"]["offers"]) == 5
    assert two.ask(op="book", ask=BORIS, place=place("09:00"))["error"]["code"] == "refused"
    assert two.ask(op="book", ask=BORIS, place=place("09:20"))["ok"]["number"] == 2
    assert [entry["number"] for entry in one.ask(op="list")["ok"]["entries"]] == [1, 2]
    assert one.end() == two.end() == (0, "")


def of_programs_that_book_one_time_at_once_one_has_it(folder):
    file = fresh(folder)
    book = [PROGRAM, "agenda", "book", file, "morel", "2026-11-24", "09:00", "--type", "visit",
            "--now", NOW, "--json", "--patient"]  # fmt: skip
    runs = [subprocess.Popen([*book, f"p{i}"], stdout=subprocess.PIPE, text=True) for i in range(6)]
    answers = [json.loads(one.communicate(timeout=PATIENCE_S)[0]) for one in runs]
    assert sorted(one.returncode for one in runs) == [0] + [8] * 5, answers
    assert all(answer["error"]["text"].startswith("occupied: ") for answer in answers
               if "error" in answer), answers  # fmt: skip
    # The same of one patient, with one key: each is told the same number.
    book[6] = "09:20"
    runs = [subprocess.Popen([*book, "anna", "--key", "web-1", "--who", "web"],
                             stdout=subprocess.PIPE, text=True) for _ in range(6)]  # fmt: skip
    answers = [json.loads(one.communicate(timeout=PATIENCE_S)[0]) for one in runs]
    assert [answer["ok"]["number"] for answer in answers] == [2] * 6, answers
    events = json.loads(run("agenda", "history", file, "--json"))["ok"]["events"]
    assert [(event["seq"], event.get("who")) for event in events] == [(1, None), (2, "web")], events
    assert all((event["at_date"], event["at_time"]) == ("2026-11-24", "08:00") for event in events)


def a_change_sent_again_with_its_key_is_done_once(folder):
    file = fresh(folder)
    change = {"op": "book", "ask": ANNA, "place": place("09:00"), "key": "web-1"}
    service = Service(file)
    first = service.ask(**change)
    assert service.ask(**change)["ok"]["number"] == first["ok"]["number"] == 1
    service.end()
    service = Service(file)
    assert service.ask(**change)["ok"]["number"] == 1
    assert service.ask(op="cancel", number=1, key="web-1")["error"]["where"] == "/key"
    assert len(service.ask(op="history")["ok"]["events"]) == 1
    service.end()


def seconds_of_history(file):
    text = run("agenda", "history", file, "--json")
    return [event["at_unix_s"] for event in json.loads(text)["ok"]["events"]]


def seconds_follow_the_clocks_of_the_practice(folder):
    """Paris: on 28 March 2027 it is 03:00 at 01:00 UTC; on 31 October 2027 02:00 comes twice."""
    spring = fresh(folder, ["2027-03-27", "2027-03-28"])
    wait = ["wait", spring, "--patient", "a", "--type", "visit"]
    run("agenda", *wait, "--now", "2027-03-27T23:59")  # 22:59 UTC
    run("agenda", *wait, "--now", "2027-03-28T03:00")  # 01:00 UTC
    one, two = seconds_of_history(spring)
    assert two - one == 2 * 3600 + 60, (one, two)
    pathlib.Path(spring).unlink()
    autumn = fresh(folder, ["2027-10-30", "2027-10-31"])
    wait[1] = autumn
    run("agenda", *wait, "--now", "2027-10-31T00:00")  # 22:00 UTC
    run("agenda", *wait, "--now", "2027-10-31T04:00")  # 03:00 UTC
    one, two = seconds_of_history(autumn)
    assert two - one == 5 * 3600, (one, two)


def holds_expire_by_the_clock_of_the_world(folder):
    """Paris: on 28 March 2027 01:59 is followed by 03:00; on 31 October 02:59 by 02:00 again."""
    spring = fresh(folder, ["2027-03-28"])
    hold = ["agenda", "hold", spring, "morel", "2027-03-28", "03:40", "--patient", "a", "--type",
            "visit", "--for", "15m"]  # fmt: skip
    run(*hold, "--now", "2027-03-28T01:50")  # 00:50 UTC, until 01:05 UTC: 03:05
    run("agenda", "book", spring, "1", "--now", "2027-03-28T03:04")  # 14 minutes later
    run("agenda", "cancel", spring, "1", "--now", "2027-03-28T03:04")
    run(*hold, "--now", "2027-03-28T01:50")
    run("agenda", "book", spring, "4", "--now", "2027-03-28T03:05", code=3)
    pathlib.Path(spring).unlink()
    autumn = fresh(folder, ["2027-10-31"])
    hold[2], hold[4], hold[-1] = autumn, "2027-10-31", "150m"
    run(*hold, "--now", "2027-10-31T01:30")  # 23:30 UTC, until 02:00 UTC: 03:00, not 04:00
    run("agenda", "book", autumn, "1", "--now", "2027-10-31T03:00", code=3)
    run(*hold, "--now", "2027-10-31T01:30")
    run("agenda", "book", autumn, "3", "--now", "2027-10-31T01:59")


def a_line_too_long_is_one_error(folder):
    file = fresh(folder)
    lines = '{"op": "tick", "id": "' + "x" * (1 << 21) + '"}\n{"op": "tick", "id": 2}\n'
    answers = run("agenda", "serve", file, text=lines.replace('"id": 2', f'"id": 2, "now": "{NOW}"'))
    first, second = map(json.loads, answers.splitlines())
    assert "more than 1048576 bytes" in first["error"]["text"], first
    assert second["id"] == 2 and "ok" in second, second


def bytes_that_are_no_text_are_errors(folder):
    file = fresh(folder)
    done = subprocess.run([PROGRAM, "agenda", "serve", file], capture_output=True,
                          input=b"\xff\xfe\n\x00\n[[[[\n{}\nnull\n\"op\"\n", timeout=PATIENCE_S)  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0 and len(answers) == 6, done
    assert all(answer["error"]["code"] == "input" for answer in answers), answers


def a_service_ends_when_nobody_listens(folder):
    service = Service(fresh(folder))
    service.process.stdout.close()
    line = json.dumps({"op": "tick", "now": NOW}) + "\n"
    try:
        for _ in range(20000):
            service.process.stdin.write(line)
            service.process.stdin.flush()
    except BrokenPipeError:
        pass
    try:
        service.process.stdin.close()
    except BrokenPipeError:
        pass
    assert service.process.wait(timeout=PATIENCE_S) == 1


def a_snapshot_is_a_plan_that_passes_the_check(folder):
    file = fresh(folder)
    run("agenda", "book", file, "morel", "2026-11-24", "09:00", "--patient", "anna", "--type",
        "visit", "--now", NOW)  # fmt: skip
    documents = [str(folder / "now.json"), str(folder / "now-plan.json")]
    run("agenda", "snapshot", file, *documents, "--now", NOW)
    run("check", "--quiet", *documents)
    fixed = json.loads(pathlib.Path(documents[0]).read_text(encoding="utf-8"))["fixed_appointments"]
    assert [(entry["id"], entry["patient"]) for entry in fixed] == [("booking-1", "anna")], fixed


def replans_at_a_time_record_each_event_once(folder):
    file = str(folder / "agenda.db")
    # Anna can come on both days.
    text = (DOCUMENTS / "pair.json").read_text(encoding="utf-8")
    text = text.replace('"last_day": "2026-11-24"', '"last_day": "2026-11-25"')
    (folder / "pair.json").write_text(text, encoding="utf-8")
    run("agenda", "init", file, str(folder / "pair.json"), str(DOCUMENTS / "pair-plan.json"))
    command = [PROGRAM, "replan", file, "--away", "morel:2026-11-24", "--apply", "--quiet",
               "--now", "2026-11-24T07:00"]  # fmt: skip
    runs = [subprocess.Popen(command) for _ in range(4)]
    assert [one.wait(timeout=PATIENCE_S) for one in runs] == [0] * 4
    events = json.loads(run("agenda", "history", file, "--json"))["ok"]["events"]
    assert [event["kind"] for event in events] == ["block", "move", "move"], events


def main():
    for test in (
        operations_and_answers_are_as_their_schemas_have_them,
        services_of_one_file_see_what_the_other_did,
        of_programs_that_book_one_time_at_once_one_has_it,
        a_change_sent_again_with_its_key_is_done_once,
        seconds_follow_the_clocks_of_the_practice,
        holds_expire_by_the_clock_of_the_world,
        a_line_too_long_is_one_error,
        bytes_that_are_no_text_are_errors,
        a_service_ends_when_nobody_listens,
        a_snapshot_is_a_plan_that_passes_the_check,
        replans_at_a_time_record_each_event_once,
    ):
        with tempfile.TemporaryDirectory() as folder:
            test(pathlib.Path(folder))
        print(test.__name__)


if __name__ == "__main__":
    main()
