"""The layering check finds what is planted, and nothing in a sound tree.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import tempfile
import unittest

import layering


class Layering(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.root = pathlib.Path(self.directory.name).resolve()

    def plant(self, path, *lines):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("/* planted */\n" + "\n".join(lines) + "\n", encoding="utf-8")

    def assert_found(self, *expected):
        self.assertEqual(sorted(layering.check(self.root)), sorted(expected))

    def test_a_sound_tree_has_no_findings(self):
        self.plant("lib/base/error.c", '#include "base/error.h"', "#include <ipsosched/status.h>",
                   "#include <stdio.h>")
        self.plant("lib/planner/plan.c", '#include "model/roster.h"', '#include "solve/solve.h"',
                   '#include "check/check.h"', "#include <pthread.h>")
        self.plant("lib/solve/lp.c", "#include <glpk.h>")
        self.plant("lib/json/read.c", "#include <jansson.h>", '#include "practice/practice.h"')
        self.plant("include/ipsosched/ipsosched.h", "#include <ipsosched/planner.h>")
        self.plant("include/ipsosched/plan.h", "#include <ipsosched/status.h>",
                   "#include <ipsosched/practice.h>", "#include <stddef.h>")
        self.plant("cli/main.c", "#include <ipsosched/ipsosched.h>", '#include "options.h"',
                   "#include <unistd.h>")
        self.assert_found()

    def test_a_back_edge_is_found(self):
        self.plant("lib/practice/a.c", "#include <stdio.h>", '#include "plan/plan.h"')
        self.assert_found("lib/practice/a.c:3: plan/plan.h: practice may not see plan")

    def test_check_never_sees_model(self):
        self.plant("lib/check/a.c", '#  include  "model/cover.h"')
        self.assert_found("lib/check/a.c:2: model/cover.h: check may not see model")

    def test_a_back_edge_through_a_public_header_is_found(self):
        self.plant("lib/solve/a.c", "#include <ipsosched/practice.h>")
        self.assert_found("lib/solve/a.c:2: ipsosched/practice.h: solve may not see practice")

    def test_a_back_edge_between_public_headers_is_found(self):
        self.plant("include/ipsosched/practice.h", "#include <ipsosched/plan.h>")
        self.assert_found("include/ipsosched/practice.h:2: ipsosched/plan.h: "
                          "practice may not see plan")

    def test_glpk_belongs_to_solve(self):
        self.plant("lib/model/a.c", "#include <glpk.h>")
        self.plant("cli/a.c", "#include <glpk.h>")
        self.assert_found("lib/model/a.c:2: glpk.h: only lib/solve includes it",
                          "cli/a.c:2: glpk.h: neither a public header nor one of libc")

    def test_jansson_belongs_to_json(self):
        self.plant("lib/scenario/a.h", "#include <jansson.h>")
        self.plant("include/ipsosched/json.h", "#include <jansson.h>")
        self.assert_found("lib/scenario/a.h:2: jansson.h: only lib/json includes it",
                          "include/ipsosched/json.h:2: jansson.h: not a header of libc")

    def test_clients_see_public_headers_only(self):
        for client in layering.CLIENTS:
            self.plant(client + "/a.c", '#include "base/memory.h"')
        self.assert_found(*(f"{client}/a.c:2: base/memory.h: "
                            "a client includes internals of its own folder only"
                            for client in layering.CLIENTS))

    def test_named_files_of_a_client_see_the_named_folders_alone(self):
        for path in layering.INSIDERS:
            self.plant(path, '#include "solve/packing.h"', '#include "base/random.h"',
                       '#include "planner/stage.h"')
        self.plant("cli/packing_run.c", '#include "solve/packing.h"')
        self.assert_found("cli/packing_run.c:2: solve/packing.h: "
                          "a client includes internals of its own folder only",
                          *(f"{path}:4: planner/stage.h: {path} may not see planner"
                            for path in layering.INSIDERS))

    def test_public_headers_include_nothing_internal(self):
        self.plant("include/ipsosched/plan.h", '#include "base/memory.h"')
        self.assert_found("include/ipsosched/plan.h:2: base/memory.h: "
                          "a public header includes nothing internal")

    def test_nothing_in_lib_includes_everything(self):
        self.plant("lib/planner/a.c", "#include <ipsosched/ipsosched.h>")
        self.assert_found("lib/planner/a.c:2: ipsosched/ipsosched.h: "
                          "only users include all of the library")

    def test_a_folder_the_law_does_not_know_is_found(self):
        self.plant("lib/sideways/a.c", "#include <stdio.h>")
        self.plant("lib/planner/a.c", '#include "sideways/a.h"', '#include "b.h"')
        self.assert_found("lib/sideways/a.c:2: stdio.h: lib/sideways is not in the layering law",
                          "lib/planner/a.c:2: sideways/a.h: "
                          "a quoted include names a folder of lib/",
                          "lib/planner/a.c:3: b.h: a quoted include names a folder of lib/")

    def test_other_libraries_are_found(self):
        self.plant("lib/base/a.c", "#include <zlib.h>")
        self.assert_found("lib/base/a.c:2: zlib.h: not a header of libc")

    def test_the_law_has_no_cycle(self):
        order = list(layering.LAW)
        for folder, seen in layering.LAW.items():
            for other in seen:
                self.assertLess(order.index(other), order.index(folder), f"{folder} sees {other}")


if __name__ == "__main__":
    unittest.main()
