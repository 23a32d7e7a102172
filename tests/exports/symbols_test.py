"""The symbol check finds what is planted, and nothing in a sound object.

usage: symbols_test.py CC...

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import symbols

CC = ["cc"]

SOUND = """
#include <assert.h>
#include <stdio.h>
static const char *const names[] = {"a", "b"};
static const int table[] = {1, 2};
const char *ipso_name(int i, FILE *out);
const char *ipso_name(int i, FILE *out)
{
    assert(i < 2);
    fprintf(out, "%d %s", table[i], names[i]);
    return names[i];
}
"""


class Symbols(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.root = pathlib.Path(self.directory.name)

    def compile(self, text, *options):
        source, output = self.root / "planted.c", self.root / "planted.o"
        source.write_text(text, encoding="utf-8")
        options = options or ("-c",)
        subprocess.run([*CC, "-O1", "-fPIC", *options, "-o", output, source], check=True)
        return output

    def test_a_sound_object_has_no_findings(self):
        planted = self.compile(SOUND)
        self.assertEqual(symbols.forbidden_calls(planted), [])
        self.assertEqual(symbols.mutable_variables(planted), [])

    def test_every_kind_of_forbidden_call_is_found(self):
        for call, name in [('puts("x")', "puts"), ('printf("%d", i)', "printf"),
                           ("exit(i)", "exit"), ("abort()", "abort"), ('getenv("X")', "getenv"),
                           ('fputs("x", stderr)', "stderr"), ('fputs("x", stdout)', "stdout"),
                           ("signal(i, 0)", "signal")]:
            planted = self.compile("#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>\n"
                                   f"void f(int i);\nvoid f(int i) {{ (void)i; {call}; }}\n")
            found = symbols.forbidden_calls(planted)
            self.assertTrue(any(line.endswith("refers to " + name) for line in found),
                            f"{call}: {found}")

    def test_a_checked_print_is_found(self):
        planted = self.compile("int __printf_chk(int, const char *, ...);\n"
                               'void f(void);\nvoid f(void) { __printf_chk(1, "x"); }\n')
        self.assertEqual(len(symbols.forbidden_calls(planted)), 1)

    def test_every_kind_of_mutable_variable_is_found(self):
        for variable in ["static int counter;", "static int counter = 7;", "int counter;",
                         "static _Thread_local int counter;",
                         "static const char *counter = 0;"]:
            planted = self.compile(f"{variable}\nvoid *f(void);\n"
                                   "void *f(void) { counter += 1; return (void *)&counter; }\n")
            found = symbols.mutable_variables(planted)
            self.assertEqual(len(found), 1, f"{variable}: {found}")
            self.assertIn("counter", found[0])

    def test_exports_are_compared_both_ways(self):
        planted = self.compile("int ipso_a(void);\nint ipso_a(void) { return 1; }\n"
                               "int ipso__b(void);\nint ipso__b(void) { return 1; }\n"
                               "int other(void);\nint other(void) { return 2; }\n", "-shared")
        names = symbols.exported(planted)
        self.assertEqual([name for name in names if not name.startswith("_")],
                         ["ipso__b", "ipso_a", "other"])
        for sound in (["ipso_a"], ["ipso_b", "ipso_a"]):
            self.assertEqual(symbols.unexpected(sound, sound), [])
            self.assertEqual(symbols.missing(sound, sound), [])
        for name in ("other", "ipso__b"):
            self.assertEqual(symbols.unexpected([name], [name]),
                             [f"{name}: exported, but its name does not begin with ipso_"])
        self.assertEqual(symbols.unexpected(["ipso_a"], ["ipso_c"]),
                         ["ipso_a: exported, but not in the committed list"])
        self.assertEqual(symbols.missing(["ipso_a"], ["ipso_c"]),
                         ["ipso_c: in the committed list, but not exported"])


if __name__ == "__main__":
    CC = sys.argv[1:] or CC
    unittest.main(argv=sys.argv[:1])
