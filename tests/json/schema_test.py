"""Holds reader, schemas and docs/formats.md to the same fields, and the schemas to the examples.

usage: schema_test.py fields LIST_FIELDS SOURCE_ROOT
       schema_test.py examples SOURCE_ROOT

"examples" needs python3-jsonschema and exits with 77, skipped, where it is missing.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

# Invalid documents that the schema cannot refuse: what is wrong joins several values.
BEYOND_THE_SCHEMA = set("""
behaviour-care-twice behaviour-leads-fall behaviour-panel-shares-above-one
behaviour-weekdays-all-zero break-outside closure-backwards cover-min-above-max demand-of-no-type extended-hours-crossed
fixed-before-the-horizon fixed-clash fixed-in-another-mode hours-backwards
journey-after-itself journey-nobody-accepted lead-crossed
length-off-the-grid lengths-fall max-below-min never-open no-such-date no-such-site
no-such-supervisor nobody-accepted nobody-to-see off-the-grid pin-on-no-duty
pin-outside-the-horizon protected-admits-nothing-known real-for-integer request-in-a-circle
request-outside-the-horizon rule-start-order shares-do-not-sum shares-without-pairs
supervised-by-oneself turns-of-no-rule two-duties-of-one-id two-sites-of-one-id worked-and-off
""".split())

# Documents that are read.
DOCUMENTS = ("practice", "plan", "appointments")

# Objects that are written and described, but not read by fields.
WRITTEN_ONLY = {("plan", name) for name in ("planned_practice", "cost", "measures", "finding")}


def load(path):
    return json.loads(path.read_text(encoding="utf-8-sig"))


def schema_fields(root, document):
    """(document, object, field) -> required, for every object of a schema."""
    schema = load(root / "docs" / f"{document}.schema.json")
    objects = {document: schema} if "properties" in schema else {}
    objects.update((name, entry) for name, entry in schema["$defs"].items()
                   if "properties" in entry)
    return {(document, name, field): field in entry.get("required", [])
            for name, entry in objects.items() for field in entry["properties"]}


def page_fields(root):
    """(document, object, field) for every row of the tables of docs/formats.md."""
    page = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    found, document, name = [], None, None
    for line in page.split("\n"):
        heading = re.match(r"^(##|###) (.*)$", line)
        if heading and heading[1] == "##":
            document = {"Practice documents": "practice", "Plan documents": "plan",
                        "Lists of past appointments": "appointments"}.get(heading[2])
        elif heading:
            name = heading[2].lower().replace(" ", "_").replace("-", "_")
            name = name.removesuffix("_document")
        row = re.match(r"^\| `(\w+)` \|", line)
        if row and document:
            found.append((document, name, row[1], "**required**" in line))
    return found


class Fields(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        lines = subprocess.run([LISTER], check=True, capture_output=True, text=True).stdout
        cls.read, cls.words, cls.agenda = {}, {}, {}
        for document, name, field, need, *words in map(str.split, lines.splitlines()):
            read = cls.agenda if document.startswith("agenda") else cls.read
            read[document, name, field] = need == "required"
            if words:
                cls.words[document, name, field] = words
        cls.schemas = {field: required for document in DOCUMENTS
                       for field, required in schema_fields(ROOT, document).items()}
        cls.page = page_fields(ROOT)

    def test_the_schemas_have_the_fields_that_are_read(self):
        schemas = {field for field in self.schemas if field[:2] not in WRITTEN_ONLY}
        self.assertEqual(schemas, set(self.read))

    def test_the_schema_of_operations_has_what_is_read(self):
        fields = schema_fields(ROOT, "agenda-operation")
        # The id is for who asked; a booking needs a number or both of the others.
        fields = {field: need for field, need in fields.items() if field[2] != "id"}
        read = {field: need for field, need in self.agenda.items() if field[0] == "agenda-operation"}
        self.assertEqual(fields, read)

    def test_the_schema_of_answers_has_what_is_written(self):
        fields = set(schema_fields(ROOT, "agenda-answer"))
        written = {field for field in self.agenda if field[0] == "agenda-answer"}
        # Objects within objects are written one by one; terms are an object of their own.
        joined = {("agenda-answer", *field) for field in (
            ("why", "text"), ("why", "offer"), ("event", "due"), ("event", "ask"),
            ("entry", "ask"))}
        own = {field for field in fields if field[1] in ("ok", "error")}
        terms = {field for field in written if field[1] == "terms"}
        self.assertEqual(fields - own, (written - terms) | joined)
        schema = load(ROOT / "docs" / "agenda-answer.schema.json")["$defs"]["offer"]["properties"]
        self.assertEqual(set(schema["terms"]["properties"]), {field[2] for field in terms})

    def test_the_schemas_require_what_the_reader_requires(self):
        top = {(document, document) for document in DOCUMENTS}
        for field, required in self.read.items():
            if field[:2] not in top:
                self.assertEqual(self.schemas[field], required, field)
        self.assertEqual({field[2] for field, required in self.schemas.items()
                          if required and field[:2] == ("practice", "practice")},
                         {"format", "horizon", "sites", "practitioners", "appointment_types"})

    def test_the_schemas_have_the_words_that_are_read(self):
        self.assertGreater(len(self.words), 10)
        for (document, name, field), words in self.words.items():
            entry = load(ROOT / "docs" / f"{document}.schema.json")["$defs"][name]
            value = entry["properties"][field]
            self.assertEqual(value.get("items", value)["enum"], words, (name, field))

    def test_the_page_has_the_fields_of_the_schemas(self):
        self.assertEqual({row[:3] for row in self.page}, set(self.schemas))

    def test_the_page_names_each_field_once(self):
        rows = [row[:3] for row in self.page]
        self.assertEqual(len(rows), len(set(rows)))

    def test_the_page_says_what_is_required(self):
        for *field, required in self.page:
            if tuple(field[:2]) not in WRITTEN_ONLY:
                self.assertEqual(self.schemas[tuple(field)], required, field)

    def test_every_field_of_the_schemas_is_described(self):
        for document in (*DOCUMENTS, "agenda-operation", "agenda-answer"):
            schema = load(ROOT / "docs" / f"{document}.schema.json")
            found = []
            for name, entry in {document: schema, **schema["$defs"]}.items():
                for field, value in entry.get("properties", {}).items():
                    if not value.get("description"):
                        found.append(f"{document} {name} {field}")
            self.assertEqual(found, [])


    def test_a_report_is_made_of_what_a_plan_is_made_of(self):
        plan, report = (load(ROOT / "docs" / f"{name}.schema.json") for name in ("plan", "report"))
        for name, entry in report["$defs"].items():
            self.assertEqual(entry, plan["$defs"][name], name)
        for field in report["required"][1:]:
            wanted = plan["properties"][field]
            self.assertEqual(report["properties"][field] | {"description": ""},
                             wanted | {"description": ""}, field)


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.schemas = {}
        for document in ("practice", "plan"):
            schema = load(ROOT / "docs" / f"{document}.schema.json")
            jsonschema.Draft202012Validator.check_schema(schema)
            cls.schemas[document] = jsonschema.Draft202012Validator(schema)

    def test_valid_practices_are_accepted(self):
        paths = sorted((ROOT / "tests/json/cases/valid").glob("*/practice.json"))
        paths += sorted((ROOT / "examples/practices").glob("*.json"))
        self.assertGreater(len(paths), 5)
        for path in paths:
            errors = [error.message for error in self.schemas["practice"].iter_errors(load(path))]
            self.assertEqual(errors, [], path)

    def test_invalid_practices_are_refused_unless_beyond_a_schema(self):
        accepted, count = set(), 0
        for path in sorted((ROOT / "tests/json/cases/invalid").glob("*/practice.json")):
            try:
                document = load(path)
            except ValueError:
                continue
            if isinstance(document, dict) and document.get("format"):
                count += 1
                if self.schemas["practice"].is_valid(document):
                    accepted.add(path.parent.name)
        self.assertGreater(count, 60)
        self.assertEqual(accepted, BEYOND_THE_SCHEMA)


if __name__ == "__main__":
    ROOT = pathlib.Path(sys.argv[-1])
    if sys.argv[1] == "fields":
        LISTER, case = sys.argv[2], Fields
    else:
        case = Examples
        try:
            import jsonschema
        except ImportError:
            print("skipped: python3-jsonschema is not installed")
            sys.exit(77)
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(case)
    sys.exit(not unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful())
