"""What bench/solve_model.py reads of a program, recounts, and believes of solvers.

usage: solve_model_test.py BENCH_FOLDER

SPDX-License-Identifier: GPL-3.0-or-later
"""
import math
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, sys.argv.pop(1))
sys.dont_write_bytecode = True
import solve_model  # noqa: E402

# min 5 + 3 a + 2 b + c / 2, a in 0..4 and b in 0..1 whole, c in 0.5..10,
# a + b >= 2, a - c <= 1, 1 <= b + c <= 3: best a = 1, b = 1, c = 0.5 at 5 + 3 + 2 + 0.25 = 10.25.
MODEL = """NAME cost FREE
ROWS
 N cost
 G need
 L most
 G range
COLUMNS
 m1 'MARKER' 'INTORG'
 a cost 3
 a need 1
 a most 1
 b cost 2
 b need 1
 b range 1
 m2 'MARKER' 'INTEND'
 c cost 0.5
 c most -1
 c range 1
 constant~ cost 5
RHS
 rhs need 2
 rhs most 1
 rhs range 1
RANGES
 rng range 2
BOUNDS
 LO bnd a 0
 UP bnd a 4
 LO bnd b 0
 UP bnd b 1
 LO bnd c 0.5
 UP bnd c 10
 FX bnd constant~ 1
ENDATA
"""
BEST = {"a": 1.0, "b": 1.0, "c": 0.5, "constant~": 1.0}


class Recounting(unittest.TestCase):
    def setUp(self):
        self.program = solve_model.Program(MODEL)

    def broken(self, **changes):
        return self.program.recount({**BEST, **changes})[1]

    def test_rows_and_bounds_are_read(self):
        self.assertEqual(self.program.columns, ["a", "b", "c", "constant~"])
        self.assertEqual(self.program.integer, {"a", "b"})
        self.assertEqual(self.program.bounds_of("need"), (2, math.inf))
        self.assertEqual(self.program.bounds_of("most"), (-math.inf, 1))
        self.assertEqual(self.program.bounds_of("range"), (1, 3))
        self.assertEqual((self.program.lower["c"], self.program.upper["c"]), (0.5, 10))

    def test_the_constant_is_part_of_the_objective(self):
        self.assertEqual(self.program.recount(BEST), (10.25, 0))

    def test_what_is_broken_is_counted(self):
        self.assertEqual(self.broken(a=0.0), 1)  # need
        self.assertEqual(self.broken(a=3.0), 1)  # most
        self.assertEqual(self.broken(c=2.5), 1)  # range
        self.assertEqual(self.broken(a=1.5), 1)  # whole
        self.assertEqual(self.broken(c=0.25), 1)  # bound
        self.assertEqual(self.broken(**{"constant~": 0.0}), 1)
        self.assertEqual(self.broken(d=1.0), 1)  # no column of the program

    def test_roundings_of_solvers_break_nothing(self):
        self.assertEqual(self.broken(a=1.0 - 1e-8, c=0.5 - 1e-8), 0)


class Solving(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.model = pathlib.Path(place.name) / "model.mps"
        self.model.write_text(MODEL)

    def solve(self, solver):
        return solve_model.solve(solver, str(self.model), 60.0, 0.0)

    def test_each_solver_there_is_finds_the_optimum(self):
        there = [name for name, (_, is_there) in solve_model.SOLVERS.items() if is_there()]
        self.assertIn("glpsol", there)
        for solver in there:
            words = self.solve(solver)
            self.assertEqual(words[:2] + words[4:7] + words[8:],
                             ["3", "4", "optimal", "done", "10.25", "ok"], solver)
            self.assertAlmostEqual(float(words[7]), 10.25, places=4, msg=solver)

    def test_a_program_without_a_solution_is_infeasible(self):
        self.model.write_text(MODEL.replace("rhs need 2", "rhs need 6"))
        for solver in ("glpsol", "cbc", "highs", "cpsat"):
            if solve_model.SOLVERS[solver][1]():
                self.assertEqual(self.solve(solver)[4:], ["infeasible", "done", "-", "-", "-"],
                                 solver)

    def test_a_solver_that_is_not_installed_is_missing(self):
        path, os.environ["PATH"] = os.environ["PATH"], "/nonexistent"
        try:
            self.assertEqual(self.solve("glpsol"), ["3", "4", "-", "-", "missing", *"----"])
        finally:
            os.environ["PATH"] = path

    def test_a_point_that_breaks_the_program_is_told(self):
        def lies(_program, _model, _limit, _gap, _out):
            answer = solve_model.Answer()
            answer.value, answer.bound, answer.outcome = 8.0, 8.0, "optimal"
            answer.point = {**BEST, "a": 0.0}
            return answer

        solve_model.SOLVERS["liar"] = (lies, lambda: True)
        words = self.solve("liar")
        del solve_model.SOLVERS["liar"]
        # The row need, and 7.25 told as 8.
        self.assertEqual((words[6], words[8]), ("7.25", "2"))

    @unittest.skipIf(shutil.which("sleep") is None, "no program that sleeps")
    def test_a_solver_past_its_limit_is_stopped(self):
        run = solve_model.Run([shutil.which("sleep"), "1000"], -solve_model.GRACE_S)
        self.assertTrue(run.late)
        self.assertEqual(solve_model.begin(run).stop, "late")


if __name__ == "__main__":
    unittest.main()
