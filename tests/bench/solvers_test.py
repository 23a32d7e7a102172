"""What bench/solvers.py reads from the logs of other solvers; the lines are theirs.

usage: solvers_test.py BENCH_FOLDER

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import sys
import unittest

sys.path.insert(0, sys.argv.pop(1) if len(sys.argv) > 1
                else str(pathlib.Path(__file__).parents[2] / "bench"))
sys.dont_write_bytecode = True
import solvers  # noqa: E402


class Readers(unittest.TestCase):
    def test_glpsol_has_nothing_at_first(self):
        line = "+   483: mip =     not found yet >=              -inf        (1; 0)"
        self.assertEqual(solvers.of_glpsol(line), (None, None))

    def test_glpsol_tells_value_and_bound(self):
        found = "+  1001: >>>>>   9.908000000e+03 >=   9.088450000e+03   8.3% (219; 0)"
        going_on = "+  3325: mip =   9.797000000e+03 >=   9.098083333e+03   7.1% (1; 2)"
        self.assertEqual(solvers.of_glpsol(found), (9908, 9088.45))
        self.assertEqual(solvers.of_glpsol(going_on), (9797, 9098.083333))

    def test_simplex_iterations_of_glpsol_are_no_news(self):
        line = "*   483: obj =   9.086250000e+03 inf =   0.000e+00 (0) 1"
        self.assertIsNone(solvers.of_glpsol(line))

    def test_cbc_without_a_plan_has_a_bound(self):
        line = ("Cbc0010I After 100 nodes, 59 on tree, 1e+50 best solution, "
                "best possible 81766.305 (20.31 seconds)")
        self.assertEqual(solvers.of_cbc(line), (None, 81766.305))

    def test_cbc_tells_value_and_bound(self):
        line = ("Cbc0010I After 50000 nodes, 10432 on tree, 9246 best solution, "
                "best possible 9237.2639 (39.53 seconds)")
        self.assertEqual(solvers.of_cbc(line), (9246, 9237.2639))

    def test_highs_tells_value_and_bound(self):
        line = (" R       0       0         0   0.00%   9172.5          9882               7.18%"
                "      120     30      0       560     0.1s")
        self.assertEqual(solvers.of_highs(line), (9882, 9172.5))

    def test_highs_without_a_bound_has_a_value(self):
        line = (" J       0       0         0   0.00%   -inf            27967              Large"
                "        0      0      0         0     0.2s")
        self.assertEqual(solvers.of_highs(line), (27967, None))

    def test_highs_without_a_plan_has_a_bound(self):
        line = ("         0       0         0   0.00%   9088.45         inf                  inf"
                "        0      0      0       483     0.0s")
        self.assertEqual(solvers.of_highs(line), (None, 9088.45))


if __name__ == "__main__":
    unittest.main()
