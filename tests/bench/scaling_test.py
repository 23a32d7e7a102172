"""How bench/scaling.py reads times off its curves.

usage: scaling_test.py BENCH_FOLDER

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import sys
import unittest

sys.path.insert(0, sys.argv.pop(1) if len(sys.argv) > 1
                else str(pathlib.Path(__file__).parents[2] / "bench"))
sys.dont_write_bytecode = True
import scaling  # noqa: E402


class Curves(unittest.TestCase):
    def test_a_gap_that_rises_again_is_no_progress(self):
        self.assertEqual(scaling.falling([(4, 0.2), (1, 0.4), (2, 0.5), (8, 0.2)]),
                         [(1, 0.4), (4, 0.2)])

    def test_half_of_the_logarithms_is_the_geometric_mean(self):
        # From gap 0.4 to 0.1 the middle is sqrt(0.4 x 0.1) = 0.2; of 1 and 9 s it is 3 s.
        self.assertAlmostEqual(scaling.seconds_to([(1, 0.4), (9, 0.1)], 0.2), 3)

    def test_what_lies_outside_is_not_guessed(self):
        self.assertIsNone(scaling.seconds_to([(1, 0.4), (9, 0.1)], 0.05))
        self.assertIsNone(scaling.seconds_to([(1, 0.4), (9, 0.1)], 0.5))


if __name__ == "__main__":
    unittest.main()
