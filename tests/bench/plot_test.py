"""What bench/plot_policies.py draws; skipped (exit code 77) where gnuplot is not installed.

usage: plot_test.py BENCH_FOLDER

SPDX-License-Identifier: GPL-3.0-or-later
"""
import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

FOLDER = pathlib.Path(sys.argv.pop(1))
sys.path.insert(0, str(FOLDER))
sys.dont_write_bytecode = True
import plot_policies  # noqa: E402

POLICIES = ["template/uniform/first/slots", "fixed/program/ranking/optimised"]
SVG = "{http://www.w3.org/2000/svg}"


def row(scenario, load, policy, mean, half, seed=1, measure="attended_fill", unit="share"):
    return {"scenario": scenario, "load_percent": str(load), "seed": str(seed), "policy": policy,
            "measure": measure, "unit": unit, "mean": str(mean), "half_width": str(half)}


ROWS = [row(scenario, load, policy, load / 200 + p / 10, 0.02)
        for scenario in ("didier", "saint-martin") for load in (80, 100)
        for p, policy in enumerate(POLICIES)]


class Points(unittest.TestCase):
    def test_shares_are_drawn_in_percent(self):
        points = plot_policies.points_of(ROWS, "attended_fill")
        self.assertEqual(points["didier", POLICIES[1], 80], (50.0, 2.0))

    def test_seeds_are_combined_as_independent_means(self):
        # (10 + 14) / 2 = 12; sqrt(3^2 + 4^2) / 2 = 2.5
        rows = [row("didier", 80, "p", 10, 3, 1, "overtime_min", "min"),
                row("didier", 80, "p", 14, 4, 2, "overtime_min", "min")]
        self.assertEqual(plot_policies.points_of(rows, "overtime_min"),
                         {("didier", "p", 80): (12.0, 2.5)})

    def test_what_says_nothing_is_no_point(self):
        self.assertEqual(plot_policies.points_of([row("didier", 80, "p", "", "")],
                                                 "attended_fill"), {})

    def test_labels_carry_units(self):
        self.assertEqual(plot_policies.label("attended_fill", "share"), "attended fill, %")
        self.assertEqual(plot_policies.label("direct_wait_min", "min"), "direct wait, min")
        self.assertEqual(plot_policies.label("seen_per_week", ""), "seen per week")


class Pictures(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = pathlib.Path(place.name)
        self.rows = self.folder / "rows.ndjson"
        self.rows.write_text("".join(json.dumps(one) + "\n" for one in ROWS))

    def draw(self, *arguments, code=0):
        done = subprocess.run([sys.executable, FOLDER / "plot_policies.py", self.rows, "--folder",
                               self.folder, *arguments], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def series(self, path):
        """Titles of the lines drawn, and all texts."""
        root = xml.etree.ElementTree.parse(path).getroot()
        self.assertEqual(root.tag, SVG + "svg")
        titles = [group.find(SVG + "title").text for group in root.iter(SVG + "g")
                  if group.get("id", "").startswith("gnuplot_plot_")]
        texts = ["".join(text.itertext()).strip() for text in root.iter(SVG + "text")]
        return collections.Counter(titles), collections.Counter(texts)

    def test_each_panel_has_a_line_for_each_policy(self):
        done = self.draw("--measure", "attended_fill")
        path = self.folder / "policies-attended_fill.svg"
        self.assertEqual(done.stdout, f"{path}\n")
        titles, texts = self.series(path)
        self.assertEqual(titles, {policy: 2 for policy in POLICIES})
        # The legend once, a heading for each panel, one axis with its unit.
        for text in [*POLICIES, "didier", "saint-martin", "attended fill, %"]:
            self.assertEqual(texts[text], 1, text)

    def test_an_interval_is_drawn_for_each_point(self):
        self.draw("--measure", "attended_fill")
        text = (self.folder / "policies-attended_fill.svg").read_text()
        # Of a point a filled circle (gpPt6) or square (gpPt4): two panels, two loads, the legend.
        self.assertEqual(text.count("'#gpPt6' transform='translate"), 5)
        self.assertEqual(text.count("'#gpPt4' transform='translate"), 5)

    def test_policies_are_chosen_by_name(self):
        self.draw("--measure", "attended_fill", "--policy", POLICIES[1])
        titles, _ = self.series(self.folder / "policies-attended_fill.svg")
        self.assertEqual(titles, {POLICIES[1]: 2})

    def test_unknown_names_are_told(self):
        self.assertIn("no measure fill", self.draw("--measure", "fill", code=1).stderr)
        self.assertIn("no policy p", self.draw("--policy", "p", code=1).stderr)


if __name__ == "__main__":
    if shutil.which("gnuplot") is None:
        print("gnuplot is not installed")
        sys.exit(77)
    unittest.main()
