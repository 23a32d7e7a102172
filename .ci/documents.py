"""Checks of the text in the project: links, licence lines, man pages, leftovers.

usage: documents.py ROOT

- every relative link of a Markdown page leads to a file, and every #anchor to a heading;
- every C, Python and shell source names its licence in its opening lines;
- JSON documents parse, and JSON Schemas name their draft;
- man pages (docs/**/*.scd) are accepted by scdoc;
- no leftover marks, no tabs or trailing blanks in sources and pages.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys

FOLDERS = ["include", "lib", "cli", "bench", "examples", "docs", "tests", ".ci"]
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
LEFTOVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b|^(<{7}|>{7}) ", re.MULTILINE)


def files(root, *suffixes):
    for path in sorted(root.glob("*")):
        if path.is_file() and path.suffix in suffixes:
            yield path
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in suffixes and "__pycache__" not in path.parts:
                yield path


def without_code(text):
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def anchor(heading):
    """The anchor that a Markdown heading gets."""
    plain = re.sub(r"[`*]", "", heading.strip()).lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return {anchor(match) for match in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def broken_links(root):
    for page in files(root, ".md"):
        for target in LINK.findall(without_code(page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, fragment = target.partition("#")
            file = page.parent / path if path else page
            if not file.exists():
                yield page, f"link to {target}, which is not there"
            elif fragment and file.suffix == ".md" and fragment not in anchors(file):
                yield page, f"link to {target}, which has no such heading"


def missing_licences(root):
    for path in files(root, ".c", ".h", ".in", ".py", ".sh"):
        if LICENCE not in path.read_text(encoding="utf-8")[:4000]:
            yield path, "its opening does not name the licence"


def bad_json(root):
    for path in files(root, ".json"):
        if "invalid" in path.parts:
            continue
        try:
            document = json.loads(path.read_text(encoding="utf-8-sig"))
        except ValueError as error:
            yield path, f"not JSON: {error}"
            continue
        if path.name.endswith(".schema.json") and "$schema" not in document:
            yield path, "the schema does not name its draft"


def bad_man_pages(root):
    if shutil.which("scdoc") is None:
        return
    for path in files(root, ".scd"):
        run = subprocess.run(["scdoc"], input=path.read_bytes(), capture_output=True)
        if run.returncode != 0:
            yield path, run.stderr.decode().strip()


def leftovers(root):
    for path in files(root, ".c", ".h", ".in", ".py", ".sh", ".md", ".scd", ".build"):
        text = path.read_text(encoding="utf-8")
        for match in LEFTOVER.finditer(text):
            yield path, f"line {text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()}"
        if path.suffix == ".scd":
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip() or "\t" in line:
                yield path, f"line {number}: a tab or trailing blank"
        if text and not text.endswith("\n"):
            yield path, "no newline at the end"


def check(root):
    found = []
    for rule in (broken_links, missing_licences, bad_json, bad_man_pages, leftovers):
        found += [f"{path.relative_to(root)}: {text}" for path, text in rule(root)]
    return found


def main():
    found = check(pathlib.Path(sys.argv[1]).resolve())
    for line in found:
        print(line)
    print(f"{len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
