"""Kills programs that share an agenda, at random moments, and looks at what they leave.

Four of "ipsosched agenda serve" book, move and cancel in one file, moves and cancels on the condition
that nothing changed since. At a random moment all are killed with SIGKILL. Then:
- every booking, move and cancel that was answered holds, and each appointment is at the version that
  was answered last;
- the history says who did each, and when;
- no key and no time of a practitioner is used twice;
- what was asked and not answered, asked again with its key, is answered;
- the agenda passes the check.

usage: kill.py PROGRAM RUNS [SEED]

SPDX-License-Identifier: GPL-3.0-or-later
"""

import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
RUNS = int(sys.argv[2])
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
WRITERS = 4
PATIENCE_S = 120


def agenda(verb, file, *arguments, code=0):
    done = subprocess.run([PROGRAM, "agenda", verb, file, *arguments], capture_output=True,
                          text=True, timeout=PATIENCE_S)  # fmt: skip
    assert done.returncode == code, (verb, done.returncode, done.stdout, done.stderr)
    return done.stdout


def ask(file, verb, *arguments):
    return json.loads(agenda(verb, file, "--json", *arguments))["ok"]


class Week:
    """The documents that every agenda here begins with: roster and slots of a scenario."""

    def __init__(self, folder):
        self.practice, self.plan = str(folder / "practice.json"), str(folder / "plan.json")
        for arguments in (["generate", "saint-martin", "--seed", "1", "-o", self.practice],
                          ["plan", self.practice, "--stage", "slots", "--work-limit", "30000000",
                           "--quiet", "-o", self.plan]):  # fmt: skip
            subprocess.run([PROGRAM, *arguments], check=True, capture_output=True,
                           timeout=PATIENCE_S)  # fmt: skip
        document = json.loads(pathlib.Path(self.practice).read_text(encoding="utf-8"))
        self.types = [entry["id"] for entry in document["appointment_types"]]
        self.now = document["horizon"]["first_day"] + "T07:00"


class Writer(threading.Thread):
    """Books and cancels until its program dies."""

    def __init__(self, file, name, draw, week):
        super().__init__()
        self.process = subprocess.Popen([PROGRAM, "agenda", "serve", file],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        self.name, self.draw, self.week, self.count = name, draw, week, 0
        self.now = week.now
        self.booked, self.cancelled = {}, set()  # number -> entry as answered last; numbers
        self.moves = 0
        self.pending = None  # operation that was sent and not answered
        self.refused = self.answers = 0
        self.failure = None

    def send(self, operation):
        self.pending = operation
        self.process.stdin.write(json.dumps(operation).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        self.pending = None
        self.answers += "key" in operation
        return json.loads(line)

    def change(self, op, key, **fields):
        return self.send({"op": op, "now": self.now, "who": self.name, "key": key} | fields)

    def find_place(self, wanted):
        """A place among the best for an ask; None when there is none."""
        answer = self.send({"op": "offer", "now": self.now, "ask": wanted, "most": 8})
        offers = answer["ok"]["offers"]
        if not offers:
            return None
        offer = self.draw.choice(offers)
        return {field: offer[field] for field in ("practitioner", "date", "start", "mode")}

    def keep(self, answer):
        if "ok" in answer:
            self.booked[answer["ok"]["number"]] = answer["ok"]["entry"]
        else:  # somebody else was faster
            assert answer["error"]["code"] == "refused", answer
            self.refused += 1
        return "ok" in answer

    def book(self):
        self.count += 1
        patient = f"{self.name}-{self.count}"
        wanted = {"patient": patient, "type": self.draw.choice(self.week.types),
                  "audience": "staff"}
        place = self.find_place(wanted)
        if place:
            self.keep(self.change("book", patient, ask=wanted, place=place))

    def move(self):
        entry = self.booked[self.draw.choice(sorted(self.booked))]
        number, version = entry["number"], entry["version"]
        place = self.find_place({"patient": "nobody", "type": entry["type"], "audience": "staff"})
        if not place:
            return
        fields = {"number": number, "version": version, "place": place}
        self.moves += self.keep(self.change("move", f"move-{number}-{version}", **fields))

    def cancel(self):
        number = self.draw.choice(sorted(self.booked))
        answer = self.change("cancel", f"cancel-{number}", number=number,
                             version=self.booked[number]["version"])  # fmt: skip
        assert "ok" in answer, answer
        del self.booked[number]
        self.cancelled.add(number)

    def run(self):
        try:
            while True:
                chance = self.draw.random()
                if self.booked and chance < 0.25:
                    self.cancel()
                elif self.booked and chance < 0.5:
                    self.move()
                else:
                    self.book()
        except (EOFError, BrokenPipeError):
            pass
        except Exception as error:
            self.failure = error
            self.process.kill()

    def end(self):
        self.join()
        if self.failure:
            raise self.failure
        self.process.stdout.close()
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # what it still held, nobody reads any more
        self.process.wait()


def expect_sound(file, writers, folder, week):
    """All that was answered holds, nothing is doubled, the check passes."""
    entries = {entry["number"]: entry for entry in ask(file, "list", "--now", week.now)["entries"]}
    events = ask(file, "history")["events"]
    unheard = {
        writer.pending["number"]
        for writer in writers
        if writer.pending and writer.pending["op"] in ("cancel", "move")
    }
    for writer in writers:
        for number, entry in writer.booked.items():
            if number not in unheard:
                assert entries[number] == entry, (entries[number], entry)
        assert not writer.cancelled & set(entries), writer.cancelled
    keys = collections.Counter(event["key"] for event in events if "key" in event)
    assert not keys or max(keys.values()) == 1, keys.most_common(3)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    names = {writer.name for writer in writers}
    for event in events:
        assert event["who"] in names and f"{event['at_date']}T{event['at_time']}" == week.now, event
    expect_apart(entries.values())
    agenda("snapshot", file, str(folder / "p.json"), str(folder / "q.json"), "--now", week.now)
    done = subprocess.run([PROGRAM, "check", "--quiet", str(folder / "p.json"),
                           str(folder / "q.json")], capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done
    return len(events)


def minutes(text):
    return int(text[:2]) * 60 + int(text[3:])


def expect_apart(entries):
    """No practitioner has two appointments at once."""
    days = collections.defaultdict(list)
    for entry in entries:
        start = minutes(entry["start"])
        end = start + entry["length_min"] + entry.get("travel_min", 0)
        days[entry["practitioner"], entry["date"]].append((start, end, entry["number"]))
    for day, spans in days.items():
        spans.sort()
        for one, next_one in zip(spans, spans[1:]):
            assert one[1] <= next_one[0], (day, one, next_one)


def expect_answers(file, writers):
    """What was never answered is asked again, and once more: with its key it is done once."""
    lines = [writer.pending for writer in writers if writer.pending and "key" in writer.pending]
    text = "".join((json.dumps(line) + "\n") * 2 for line in lines)
    done = subprocess.run([PROGRAM, "agenda", "serve", file], input=text, text=True,
                          capture_output=True, timeout=PATIENCE_S, check=True)  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    first, again = answers[::2], answers[1::2]
    assert len(first) == len(again) == len(lines), done
    for one, other in zip(first, again):
        if "ok" in one:
            assert one["ok"].get("number") == other["ok"].get("number"), (one, other)
        else:
            assert one["error"]["code"] == "refused" and "error" in other, (one, other)
    return len(lines)


def wait_for(writers, answers):
    """Until so many changes were answered."""
    end = time.monotonic() + PATIENCE_S
    while sum(writer.answers for writer in writers) < answers:
        assert time.monotonic() < end and all(writer.is_alive() for writer in writers), "stuck"
        time.sleep(0.001)


def run(folder, number, week):
    draw = random.Random(f"{SEED}-{number}")
    file = str(folder / "agenda.db")
    agenda("init", file, week.practice, week.plan)
    writers = [Writer(file, f"w{i}", random.Random(draw.random()), week) for i in range(WRITERS)]
    for writer in writers:
        writer.start()
    wait_for(writers, draw.randint(1, 120))
    time.sleep(draw.random() * 0.02)
    for writer in draw.sample(writers, WRITERS):
        writer.process.kill()
        time.sleep(draw.random() * 0.01)
    for writer in writers:
        writer.end()
    events = expect_sound(file, writers, folder, week)
    unheard = expect_answers(file, writers)
    expect_sound(file, writers, folder, week)
    acknowledged = sum(len(writer.booked) + len(writer.cancelled) * 2 + writer.moves
                       for writer in writers)  # fmt: skip
    return events, acknowledged, unheard, sum(writer.refused for writer in writers)


def main():
    total = [0, 0, 0, 0]
    with tempfile.TemporaryDirectory() as documents:
        week = Week(pathlib.Path(documents))
        for number in range(RUNS):
            with tempfile.TemporaryDirectory() as folder:
                counts = run(pathlib.Path(folder), number, week)
            total = [sum(pair) for pair in zip(total, counts)]
    events, acknowledged, unheard, refused = total
    print(f"{RUNS} runs: {events} events kept, {acknowledged} of them answered, none lost;"
          f" {unheard} changes killed before their answer, {refused} lost to a faster one")  # fmt: skip
    assert acknowledged > RUNS, "hardly anything was answered: nothing is shown"


if __name__ == "__main__":
    main()
