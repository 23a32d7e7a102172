"""The checks of documents, schemas and sizes find what is planted, and nothing in a sound tree.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import tempfile
import unittest

import documents
import schemas
import sizes

LICENCE = documents.LICENCE


class Planted(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.root = pathlib.Path(self.directory.name).resolve()

    def plant(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def assert_found(self, *expected):
        self.assertEqual(documents.check(self.root), list(expected))

    def test_a_sound_tree_has_no_findings(self):
        self.plant("README.md", "# One\n\n[two](docs/two.md#a-heading-of-two), "
                   "[web](https://example.org/x), [here](#one)\n\n```\n[no](link.md)\n```\n")
        self.plant("docs/two.md", "# Two\n\n## A heading, of `two`\n\n[back](../README.md)\n")
        self.plant("docs/a.schema.json", '{"$schema": "x"}')
        self.plant("tests/json/cases/invalid/a/input.json", '{"not JSON')
        self.plant("lib/base/a.c", f"/* A.\n *\n * {LICENCE} */\n")
        self.assert_found()

    def test_a_link_to_nowhere_is_found(self):
        self.plant("README.md", "[two](docs/two.md) [three](#three)\n")
        self.assert_found("README.md: link to docs/two.md, which is not there",
                          "README.md: link to #three, which has no such heading")

    def test_a_missing_licence_is_found(self):
        self.plant("lib/base/a.c", "/* A. */\n")
        self.assert_found("lib/base/a.c: its opening does not name the licence")

    def test_broken_json_is_found(self):
        self.plant("examples/a.json", "{")
        self.plant("docs/a.schema.json", "{}")
        found = documents.check(self.root)
        self.assertEqual(len(found), 2)
        self.assertIn("examples/a.json: not JSON", found[0])
        self.assertEqual(found[1], "docs/a.schema.json: the schema does not name its draft")

    @unittest.skipIf(documents.shutil.which("scdoc") is None, "scdoc is not installed")
    def test_a_broken_man_page_is_found(self):
        self.plant("docs/man/a.1.scd", "no preamble\n")
        self.assertEqual(len(documents.check(self.root)), 1)

    def test_leftovers_are_found(self):
        self.plant("lib/base/a.c", f"/* {LICENCE} */\nint a; \n\tint b;\n/* TO" "DO */")
        self.assert_found("lib/base/a.c: line 4: TO" "DO",
                          "lib/base/a.c: line 2: a tab or trailing blank",
                          "lib/base/a.c: line 3: a tab or trailing blank",
                          "lib/base/a.c: no newline at the end")

    def plant_schema(self):
        self.plant("docs/a.schema.json", """{
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": {"format": {"const": "a/1"}, "rooms": {"type": "integer"}}}""")

    def test_documents_of_a_sound_tree_are_valid_under_their_schema(self):
        self.plant_schema()
        self.plant("examples/a.json", '{"format": "a/1", "rooms": 2}')
        self.plant("tests/json/cases/valid/a/in.json", '\ufeff{"format": "a/1"}')
        self.plant("tests/json/cases/invalid/a/in.json", '{"format": "a/1", "rooms": "two"}')
        self.assertEqual(schemas.check(self.root), ([], 2))

    def test_a_document_that_its_schema_refuses_is_found(self):
        self.plant_schema()
        self.plant("examples/a.json", '{"format": "a/1", "rooms": "two"}')
        self.plant("examples/b.json", '{"format": "b/1"}')
        self.assertEqual(schemas.check(self.root)[0],
                         ["examples/a.json: /rooms: 'two' is not of type 'integer'",
                          "examples/b.json: no schema describes b/1"])

    def test_a_schema_without_a_format_is_found_unless_it_is_a_choice(self):
        self.plant_schema()
        self.plant("docs/b.schema.json", '{"oneOf": [true]}')
        self.assertEqual(schemas.check(self.root)[0], [])
        self.plant("docs/c.schema.json", '{"type": "object"}')
        self.assertEqual(schemas.check(self.root)[0], ["docs/c.schema.json: names no format"])

    def test_a_bad_schema_and_no_schema_are_found(self):
        self.assertEqual(schemas.check(self.root)[0], ["docs: no schema"])
        self.plant("docs/a.schema.json", '{"type": "nothing"}')
        self.assertIn("docs/a.schema.json: not a schema", schemas.check(self.root)[0][0])

    def plant_function(self, path, lines):
        self.plant(path, "void f(void)\n{\n" + "    g();\n" * (lines - 2) + "}\n")

    def test_a_long_function_is_found(self):
        for i in range(19):
            self.plant_function(f"lib/a/{i:02}.c", 12)
        self.plant_function("lib/b/long.c", 80)
        found, figures = sizes.check(self.root)
        self.assertEqual(found, [])
        self.assertEqual(figures, "20 functions, median 12 lines, longest 80, 1 over 60; "
                         "20 files, longest 81")
        self.plant_function("lib/b/long.c", 81)
        self.assertEqual(sizes.check(self.root)[0],
                         ["lib/b/long.c:2: a function of 81 lines exceeds 80"])

    def test_too_many_long_functions_and_a_long_file_are_found(self):
        for i in range(9):
            self.plant_function(f"lib/a/{i}.c", 61 if i == 0 else 10)
        self.plant("lib/a/file.h", "int a;\n" * 801)
        self.assertEqual(sizes.check(self.root)[0],
                         ["lib/a/file.h: 801 lines exceed 800",
                          "1 of 9 functions exceed 60 lines"])


if __name__ == "__main__":
    unittest.main()
