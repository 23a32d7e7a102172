"""A batch: a line for every document whatever becomes of the others, in the order of the documents,
the same bytes with one job and with four, and after an interrupt, a kill or a torn last line.

usage: batch.py PROGRAM TINY_DOCUMENT RESULT_SCHEMA

SPDX-License-Identifier: GPL-3.0-or-later
"""

import functools
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

import common

try:
    import jsonschema
except ImportError:
    jsonschema = None  # the schema is then not tried

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
TINY = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
SCHEMA = json.loads(pathlib.Path(sys.argv[3]).read_text(encoding="utf-8"))
PATIENCE_S = 120
LIMIT = ["--work-limit", "1000000"]
# FNV-1a of no byte and of "a" (Noll's published test vectors).
DIGEST_OF_NOTHING, DIGEST_OF_A = "cbf29ce484222325", "af63dc4c8601ec8c"
named = functools.partial(common.named, TINY)


def two_heads():
    """One practitioner where two must be: infeasible."""
    cover = {"id": "two heads", "from": "09:00", "to": "10:00", "min": 2, "short_price": "hard"}
    return named("Two heads", cover=[cover])


def run(folder, *arguments, text=None, code):
    done = subprocess.run(
        [PROGRAM, "plan", "--batch", *arguments],
        cwd=folder,
        input=text.encode() if text is not None else None,
        stdin=subprocess.DEVNULL if text is None else None,
        capture_output=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == code, (done.returncode, done.stderr)
    return done


def start(folder, *arguments):
    return subprocess.Popen(
        [PROGRAM, "plan", "--batch", *arguments],
        cwd=folder,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def feed(process, text):
    process.stdin.write(text.encode())
    process.stdin.flush()


def wait_for(condition):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def wait_for_lines(path, count):
    wait_for(lambda: path.exists() and path.read_bytes().count(b"\n") >= count)


def results(text):
    assert text.endswith(b"\n"), text[-80:]
    lines = [json.loads(line) for line in text.split(b"\n")[:-1]]
    if jsonschema is not None:
        for line in lines:
            jsonschema.validate(line, SCHEMA)
    return lines


MIXED = "\n".join(
    [named("A"), "", '{"format": ', two_heads(), named("A"), " \t\r", named("B", sitse=[]), "a",
     named("C")]
)  # fmt: skip


def every_document_has_its_line_whatever_becomes_of_the_others(folder):
    done = run(folder, *LIMIT, text=MIXED, code=7)
    lines = results(done.stdout)
    assert done.stderr == b"7 documents: 3 planned, 4 failed\n", done.stderr
    assert [line["line"] for line in lines] == [1, 3, 4, 5, 7, 8, 9]
    assert [line["code"] for line in lines] == [0, 3, 4, 0, 3, 3, 0]
    assert [line["practice"] for line in lines] == ["A", None, "Two heads", "A", None, None, "C"]
    assert lines[0]["plan"]["practice"]["name"] == "A", lines[0]
    assert lines[0]["outcome"] == "optimal" and "error" not in lines[0]
    assert lines[0]["digest"] == lines[3]["digest"] != lines[6]["digest"]
    assert lines[5]["digest"] == DIGEST_OF_A, lines[5]
    assert lines[1]["error"]["name"] == "bad input", lines[1]
    assert lines[2]["error"]["name"] == "infeasible", lines[2]
    assert lines[2]["error"]["pointer"] == "/cover/0", lines[2]
    assert lines[4]["error"]["pointer"] == "/sitse", lines[4]


def a_plan_in_a_line_is_the_plan_in_a_file(folder):
    (folder / "one.json").write_text(named('Quote " and \\ and é\u2028'), encoding="utf-8")
    line = results(run(folder, *LIMIT, text=(folder / "one.json").read_text(), code=0).stdout)[0]
    plain = subprocess.run([PROGRAM, "plan", "-q", *LIMIT, "one.json"], cwd=folder,
                           capture_output=True, check=True)  # fmt: skip
    assert line["plan"] == json.loads(plain.stdout)
    assert line["practice"] == 'Quote " and \\ and é\u2028'


def a_folder_gives_its_documents_by_name(folder):
    practices = folder / "practices"
    practices.mkdir()
    (practices / "b.json").write_text(json.dumps(TINY, indent=2), encoding="utf-8")
    (practices / "a.json").write_text("")
    (practices / "gone.json").symlink_to("nowhere")
    (practices / "pipe.json").symlink_to("/dev/zero")
    (practices / "folder.json").mkdir()
    (practices / "notes.txt").write_text("hello")
    (practices / ".hidden.json").write_text("hello")
    done = run(folder, *LIMIT, "practices", "-o", "practices/z.json", code=7)
    written = (practices / "z.json").read_bytes()
    lines = results(written)
    assert done.stdout == b""
    assert [line["file"] for line in lines] == ["a.json", "b.json", "gone.json", "pipe.json"]
    assert [line["code"] for line in lines] == [3, 0, 1, 1]
    assert lines[0]["digest"] == DIGEST_OF_NOTHING and lines[2]["digest"] is None
    assert "No such file" in lines[2]["error"]["message"], lines[2]
    assert "not a regular file" in lines[3]["error"]["message"], lines[3]
    if os.geteuid() != 0:  # root reads all
        (practices / "a.json").chmod(0)
        line = results(run(folder, *LIMIT, "practices", code=7).stdout)[0]
        assert "Permission denied" in line["error"]["message"], line
        (practices / "a.json").chmod(0o600)
    again = run(folder, *LIMIT, "practices", "-o", "practices/z.json", code=7)
    assert b"4 of them by an earlier run" in again.stderr, again.stderr
    assert (practices / "z.json").read_bytes() == written


def number_of_jobs_changes_no_byte(folder):
    text = "\n".join([MIXED] * 5)
    one = run(folder, *LIMIT, "--jobs", "1", text=text, code=7).stdout
    four = run(folder, *LIMIT, "--jobs", "4", text=text, code=7).stdout
    assert one == four and len(results(one)) == 5 * 7


def lines_come_before_the_input_ends(folder, output):
    """Three documents, then nothing: their lines are written."""
    process = start(folder, *LIMIT, "-o", output.name)
    feed(process, "".join(named(name) + "\n" for name in "ABC") + named("D")[:50])
    wait_for_lines(output, 3)
    return process


def a_killed_run_is_taken_up_where_it_ended(folder):
    documents = [named(name) for name in "ABCDE"] + [two_heads()]
    whole = run(folder, *LIMIT, text="\n".join(documents), code=7).stdout
    output = folder / "resumed.jsonl"
    process = lines_come_before_the_input_ends(folder, output)
    process.kill()
    process.communicate()
    lines = output.read_bytes()
    assert whole.startswith(lines) and lines.count(b"\n") == 3
    ends = [i + 1 for i, byte in enumerate(lines) if byte == ord("\n")]
    for torn in (len(lines), len(lines) - 1, len(lines) - 200, ends[1] + 1, ends[0] + 40, 7, 0):
        output.write_bytes(lines[:torn])
        done = run(folder, *LIMIT, "-o", output.name, text="\n".join(documents), code=7)
        assert output.read_bytes() == whole, torn
        assert done.stderr.startswith(b"6 documents: 5 planned, 1 failed"), done.stderr


def an_interrupted_run_leaves_complete_lines(folder, number):
    output = folder / f"interrupted{number}.jsonl"
    process = lines_come_before_the_input_ends(folder, output)
    process.send_signal(number)
    _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130, (process.returncode, errors)
    assert b"3 documents: 3 planned, 0 failed" in errors, errors
    assert len(results(output.read_bytes())) == 3


def an_interrupt_does_not_wait_for_a_plan(folder):
    output = folder / "endless.jsonl"
    process = start(folder, "--time-limit", "600s", "--jobs", "2", "-o", output.name)
    feed(process, named("A") + "\n" + json.dumps(common.endless()) + "\n" + named("B") + "\n")
    wait_for_lines(output, 1)
    other = run(folder, *LIMIT, "-o", output.name, text=named("A"), code=1)
    assert b"another batch is writing it" in other.stderr, other.stderr
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130, (process.returncode, errors)
    assert [line["practice"] for line in results(output.read_bytes())] == ["A"]


def no_process_outlives_a_killed_run(folder):
    """Those that plan hold standard error open; once it ends, they have."""
    process = start(folder, "--time-limit", "600s", "--jobs", "2", "-o", "killed.jsonl")
    feed(process, named("A") + "\n" + json.dumps(common.endless()) + "\n")
    wait_for_lines(folder / "killed.jsonl", 1)
    process.kill()
    process.communicate(timeout=PATIENCE_S)


def a_process_that_dies_costs_its_own_line_alone(folder):
    output = folder / "crash.jsonl"
    process = start(folder, "--time-limit", "600s", "--jobs", "2", "-o", output.name)
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    feed(process, json.dumps(common.endless()) + "\n")
    if not children.exists():
        process.kill()
        process.communicate()
        return
    wait_for(lambda: len(children.read_text().split()) == 1)
    os.kill(int(children.read_text()), signal.SIGKILL)
    _, errors = process.communicate(named("A").encode(), timeout=PATIENCE_S)
    assert process.returncode == 7, (process.returncode, errors)
    lines = results(output.read_bytes())
    assert [line["code"] for line in lines] == [1, 0], lines
    assert lines[0]["error"]["name"] == "crash", lines[0]
    assert lines[0]["error"]["message"].endswith("was ended by signal 9"), lines[0]


def lines_of_other_documents_are_left_alone(folder):
    output = folder / "other.jsonl"
    run(folder, *LIMIT, "-o", output.name, text=named("A") + "\n" + named("B"), code=0)
    before = output.read_bytes()
    for text in (named("C"), named("A"), named("A") + "\n\n" + named("B")):
        done = run(folder, *LIMIT, "-o", output.name, text=text, code=1)
        assert b"other.jsonl holds what this batch has not written" in done.stderr, done.stderr
        assert output.read_bytes() == before
    for foreign in (b"hello", b"\n", b'{"format": "ipsosched-plan/1"}\n'):
        output.write_bytes(foreign)
        run(folder, *LIMIT, "-o", output.name, text=named("A"), code=1)
        assert output.read_bytes() == foreign


def a_document_that_is_too_long_is_an_error(folder):
    text = " " * (65 << 20) + "{}\n" + named("A")
    lines = results(run(folder, *LIMIT, text=text, code=7).stdout)
    assert [line["code"] for line in lines] == [3, 0], lines
    assert "64 MiB" in lines[0]["error"]["message"] or "67108864" in str(lines[0]), lines[0]


def without_descriptors_documents_wait_or_fail(folder):
    """Three are the standard streams; each process started holds one, and its start takes two. So
    eight let four be at work, however many jobs are asked for, and four let none."""
    text = "\n".join(named(str(i)) for i in range(12))
    codes = {8: [0] * 12, 4: [1] * 12}
    for limit, wanted in codes.items():
        done = subprocess.run(
            [PROGRAM, "plan", "--batch", "--jobs", "8", *LIMIT],
            cwd=folder,
            input=text.encode(),
            capture_output=True,
            timeout=PATIENCE_S,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)),
        )
        lines = results(done.stdout)
        assert [line["code"] for line in lines] == wanted, (lines, done.stderr)
    assert lines[0]["error"]["message"] == "no process could be started", lines[0]


def nothing_gives_nothing(folder):
    (folder / "empty").mkdir()
    assert run(folder, "empty", code=0).stdout == b""
    assert run(folder, text="\n\n", code=0).stdout == b""


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        every_document_has_its_line_whatever_becomes_of_the_others(folder)
        a_plan_in_a_line_is_the_plan_in_a_file(folder)
        a_folder_gives_its_documents_by_name(folder)
        number_of_jobs_changes_no_byte(folder)
        a_killed_run_is_taken_up_where_it_ended(folder)
        an_interrupted_run_leaves_complete_lines(folder, signal.SIGINT)
        an_interrupted_run_leaves_complete_lines(folder, signal.SIGTERM)
        an_interrupt_does_not_wait_for_a_plan(folder)
        no_process_outlives_a_killed_run(folder)
        a_process_that_dies_costs_its_own_line_alone(folder)
        lines_of_other_documents_are_left_alone(folder)
        a_document_that_is_too_long_is_an_error(folder)
        without_descriptors_documents_wait_or_fail(folder)
        nothing_gives_nothing(folder)


if __name__ == "__main__":
    main()
