"""Checks the JSON Schemas of docs/ against the documents of the project.

usage: schemas.py ROOT        (needs Debian's python3-jsonschema)

Every schema is a valid schema and names the format it describes as properties.format.const, or is a
choice (oneOf) of things that have no format. Every document of examples/ and of tests/**/cases/valid/ that names a format is valid under its schema, so
that schema and reader cannot drift apart unseen.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import sys

import jsonschema


def read(path):
    return json.loads(path.read_text(encoding="utf-8-sig"))


def schemas(root, found):
    """Format name -> validator."""
    validators = {}
    for path in sorted((root / "docs").rglob("*.schema.json")):
        schema = read(path)
        validator = jsonschema.validators.validator_for(schema)
        try:
            validator.check_schema(schema)
            if "oneOf" not in schema:
                validators[schema["properties"]["format"]["const"]] = validator(schema)
        except jsonschema.SchemaError as error:
            found.append(f"{path.relative_to(root)}: not a schema: {error.message}")
        except KeyError:
            found.append(f"{path.relative_to(root)}: names no format")
    if not validators:
        found.append("docs: no schema")
    return validators


def documents(root):
    yield from sorted((root / "examples").rglob("*.json"))
    for path in sorted((root / "tests").rglob("*.json")):
        if "valid" in path.parts:
            yield path


def check(root):
    """Findings, and how many documents were tried."""
    found, count = [], 0
    validators = schemas(root, found)
    for path in documents(root):
        document = read(path)
        name = document.get("format") if isinstance(document, dict) else None
        if name is None:
            continue
        count += 1
        if name not in validators:
            found.append(f"{path.relative_to(root)}: no schema describes {name}")
            continue
        for error in validators[name].iter_errors(document):
            pointer = "".join(f"/{part}" for part in error.absolute_path)
            found.append(f"{path.relative_to(root)}: {pointer}: {error.message[:200]}")
    return found, count


def main():
    found, count = check(pathlib.Path(sys.argv[1]).resolve())
    for line in found:
        print(line)
    print(f"{count} documents, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
