"""What ipsosched-bench policies writes, keeps, goes on with and shows.

usage: policies_test.py PROGRAM

SPDX-License-Identifier: GPL-3.0-or-later
"""
import csv
import json
import math
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import time
import unittest

BENCH = sys.argv.pop(1)
# Two replications of a week of one doctor, and plans with hardly any work.
SMALL = ["policies", "didier", "--weeks", "1", "--warmup", "0", "--replications", "2",
         "--work-limit", "100000", "--load", "90,100", "--policy", "template/carve-out",
         "--policy", "//own", "--seed", "1,2"]
CELLS = 2 * 3 * 2  # loads x policies, with the one compared with, x seeds
MEASURES = 21
T_1 = math.tan(math.pi / 2 * 0.95)  # 97.5 % quantile of Student's law, one degree of freedom


def run(*arguments, code=0):
    done = subprocess.run([BENCH, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != code:
        raise AssertionError(f"{arguments}: exit code {done.returncode}\n{done.stderr}")
    return done


def on_terminal(*arguments, stream):
    """What the program writes to a stream (1 or 2) that is a terminal; the other is a pipe."""
    ours, theirs = pty.openpty()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    pipes["stdout" if stream == 1 else "stderr"] = theirs
    process = subprocess.Popen([BENCH, *arguments], **pipes)
    os.close(theirs)
    said = b""
    try:
        while True:
            said += os.read(ours, 4096)
    except OSError:  # the terminal is closed
        pass
    process.communicate()
    os.close(ours)
    return said.decode().replace("\r\n", "\n")


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.place.name)
        cls.whole = {}
        for kind in ("csv", "ndjson"):
            path = cls.folder / f"whole.{kind}"
            run(*SMALL, "--format", kind, "--output", str(path))
            cls.whole[kind] = path.read_bytes()

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def rows(self):
        return list(csv.DictReader(self.whole["csv"].decode().splitlines()))

    def test_each_cell_has_a_row_for_each_measure(self):
        rows = self.rows()
        self.assertEqual(len(rows), CELLS * MEASURES)
        places = [(row["load_percent"], row["seed"], row["policy"]) for row in rows[::MEASURES]]
        names = ["template/uniform/first/slots", "template/carve-out/first/slots",
                 "template/uniform/own/slots"]
        self.assertEqual(places, [(load, seed, name) for load in ("90", "100")
                                  for seed in ("1", "2") for name in names])

    def test_intervals_are_those_of_the_values(self):
        for row in self.rows():
            values = [float(word) for word in row["values"].split() if word != "-"]
            if len(values) < 2:
                self.assertEqual(row["half_width"], "")
                continue
            mean = sum(values) / 2  # deviations of two are alike: s / sqrt(2) = |a - b| / 2
            self.assertAlmostEqual(float(row["mean"]), mean, delta=1e-5 * abs(mean) + 1e-12)
            half = T_1 * abs(values[0] - values[1]) / 2
            self.assertAlmostEqual(float(row["half_width"]), half, delta=1e-4 * half + 1e-9)

    def test_differences_are_taken_replication_by_replication(self):
        rows = self.rows()
        for i in range(0, len(rows), 3 * MEASURES):
            for k in range(MEASURES):
                base, other = rows[i + k], rows[i + MEASURES + k]
                self.assertEqual(base["difference"] + base["verdict"], "")
                if "-" in (base["values"] + other["values"]).split():
                    continue
                pairs = zip(other["values"].split(), base["values"].split())
                steps = [float(a) - float(b) for a, b in pairs]
                self.assertAlmostEqual(float(other["difference"]), sum(steps) / 2, delta=1e-5 *
                                       (1 + abs(sum(steps))))
                half = T_1 * abs(steps[0] - steps[1]) / 2
                self.assertAlmostEqual(float(other["difference_half_width"]), half,
                                       delta=1e-4 * half + 1e-9)
                if abs(sum(steps) / 2) < half * 0.999:
                    self.assertEqual(other["verdict"], "")

    def test_json_says_what_csv_says(self):
        for row, line in zip(self.rows(), self.whole["ndjson"].decode().splitlines()):
            told = json.loads(line)
            self.assertEqual(list(told), list(row))
            words = ["-" if value is None else value for value in told.pop("values")]
            self.assertEqual([word if word == "-" else float(word)
                              for word in row.pop("values").split()], words)
            for name, value in told.items():
                same = row[name] == ("" if value is None else str(value))
                self.assertTrue(same or float(row[name]) == value, name)

    def test_a_file_cut_anywhere_is_finished_to_the_same_bytes(self):
        for kind, whole in self.whole.items():
            line = whole.index(b"\n") + 1
            for cut in (0, 7, line, line + 5, 3 * line, len(whole) // 2, len(whole) - 1):
                path = self.folder / "cut"
                path.write_bytes(whole[:cut])
                run(*SMALL, "--format", kind, "--output", str(path))
                self.assertEqual(path.read_bytes(), whole, f"{kind} cut at {cut}")

    def test_a_killed_run_is_finished_to_the_same_bytes(self):
        path = self.folder / "killed"
        process = subprocess.Popen([BENCH, *SMALL, "--output", str(path)])
        while process.poll() is None and not (path.exists() and path.stat().st_size > 1000):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertGreater(path.stat().st_size, 1000)
        run(*SMALL, "--output", str(path))
        self.assertEqual(path.read_bytes(), self.whole["csv"])

    def test_finished_cells_are_not_run_again(self):
        path = self.folder / "marked"
        lines = self.whole["csv"].splitlines(keepends=True)
        value = self.rows()[1]["values"].split()[0].encode()
        lines[2] = lines[2].replace(value, b"0.125")
        path.write_bytes(b"".join(lines[:1 + MEASURES]))
        run(*SMALL, "--output", str(path))
        self.assertEqual(path.read_bytes().splitlines(keepends=True)[2], lines[2])
        self.assertEqual(len(path.read_bytes().splitlines()), 1 + CELLS * MEASURES)

    def test_a_finished_file_grows_by_the_cells_that_are_new(self):
        path = self.folder / "grown"
        path.write_bytes(self.whole["csv"])
        run(*SMALL, "--load", "110", "--output", str(path))
        self.assertTrue(path.read_bytes().startswith(self.whole["csv"]))
        self.assertEqual(len(path.read_bytes().splitlines()), 1 + CELLS * MEASURES * 3 // 2)

    def refused(self, content, says, *arguments):
        path = self.folder / "refused"
        path.write_bytes(content)
        done = run(*SMALL, *arguments, "--output", str(path), code=3)
        self.assertEqual(path.read_bytes(), content)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertIn(says, done.stderr)

    def test_a_file_of_other_settings_is_refused(self):
        whole = self.whole["csv"]
        self.refused(whole, "line 2: made with weeks 1, not 2", "--weeks", "2")
        self.refused(whole, "made with against template/uniform/first/slots, not template/uniform/"
                     "own/slots", "--against", "//own")
        revision = self.rows()[0]["revision"].encode()
        self.refused(whole.replace(revision, b"0000000"), "made with revision 0000000")

    def test_a_file_that_is_none_of_the_suite_is_refused(self):
        self.refused(b"hello", "line 1: no row of the suite policies")
        self.refused(b"hello\nworld\n", "line 1: no row of the suite policies")
        self.refused(self.whole["ndjson"], "line 1: no row of the suite policies, as CSV")
        lines = self.whole["csv"].splitlines(keepends=True)
        self.refused(b"".join(lines[:3] + lines[4:]), "line 4: no row of the suite policies")

    def test_threads_change_nothing(self):
        self.assertEqual(run(*SMALL, "--threads", "2").stdout.encode(), self.whole["csv"])


class Streams(unittest.TestCase):
    ONE = [*SMALL[:10], "--load", "100", "--policy", "//own"]

    def test_progress_goes_to_a_terminal_alone(self):
        self.assertEqual(run(*self.ONE).stderr, "")
        said = on_terminal(*self.ONE, stream=2)
        self.assertIn("0 of 2 cells, 0 of 2 replications", said)
        self.assertRegex(said, r"1 of 2 cells, 0 of 2 replications of the next, about \d+ s left")

    def test_a_terminal_gets_a_table(self):
        said = on_terminal(*self.ONE, stream=1)
        self.assertIn("didier at 100 % of its demand: 2 replications of 1 week after 0, 1 seed\n", said)
        self.assertIn("  B  template/uniform/own/slots\n", said)
        self.assertNotIn("didier,100", said)
        self.assertEqual(said, run(*self.ONE, "--table").stdout)

    def test_a_terminal_gets_rows_when_asked_for_a_format(self):
        said = on_terminal(*self.ONE, "--format", "csv", stream=1)
        self.assertEqual(said, run(*self.ONE).stdout)

    def test_a_file_leaves_standard_output_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(run(*self.ONE, "--output", f"{folder}/rows").stdout, "")

    def test_a_table_of_several_policies_marks_what_is_clear(self):
        said = run(*SMALL, "--table").stdout
        self.assertIn("2 seeds", said)
        self.assertIn("C  template/uniform/own/slots", said)
        self.assertNotRegex(said, r" \n")


class Refusals(unittest.TestCase):
    def refused(self, says, *arguments):
        done = run("policies", *arguments, code=2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertIn(says, done.stderr)

    def test_unknown_names_are_told(self):
        self.refused('no policy for booking is named "last"', "--policy", "//last")
        self.refused('no policy for roster is named "fix"', "--against", "fix/program")
        self.refused("a//b//c: no policy", "--policy", "a//b//c")
        self.refused("more than roster/mix/booking/times", "--policy", "////")
        self.refused('no scenario is named "nowhere"', "nowhere")
        self.refused("booking ranking needs a slot mix", "--policy", "//ranking")

    def test_numbers_out_of_range_are_told(self):
        self.refused("--load 90,0:", "--load", "90,0")
        self.refused("--load 90,:", "--load", "90,")
        self.refused("--seed x:", "--seed", "x")
        self.refused("--weeks 521: a whole number from 1 to 520", "--weeks", "521")
        self.refused("--format xml: csv or ndjson", "--format", "xml")


if __name__ == "__main__":
    unittest.main()
