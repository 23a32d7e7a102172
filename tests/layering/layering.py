"""Reads the #include lines of the project and reports those its layering forbids.

usage: layering.py ROOT

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import re
import sys

# Folder of lib/ -> the other folders of lib/ whose headers it may include, public or internal.
LAW = {
    "base": [],
    "practice": ["base"],
    "plan": ["base", "practice"],
    "check": ["base", "practice", "plan"],
    "program": ["base"],
    "model": ["base", "practice", "plan", "program"],
    "solve": ["base", "program"],
    "session": ["base", "program", "solve"],
    "planner": ["base", "practice", "plan", "check", "program", "model", "solve", "session"],
    "replan": ["base", "practice", "plan", "check", "program", "model", "solve", "session", "planner"],
    "agenda": ["base", "practice", "plan"],
    "store": ["base", "practice", "plan", "agenda"],
    "scenario": ["base", "practice"],
    "fit": ["base", "practice"],
    "csv": ["base", "practice", "fit"],
    "simulate": ["base", "practice", "plan", "check", "program", "model", "solve", "session",
                 "agenda", "planner"],
    "json": ["base", "practice", "plan", "check", "session", "agenda", "replan", "fit"],
}

# Public headers that are not named after the folder that implements them.
PUBLIC_OWNERS = {"status": "base", "civil": "base", "people": "practice", "appointments": "practice",
                 "behaviour": "practice", "past": "plan", "operation": "json"}

# The one folder that may include a third-party header.
THIRD_PARTY = {"glpk.h": "solve", "jansson.h": "json", "gsl/gsl_cdf.h": "simulate",
               "sqlite3.h": "store", "csv.h": "csv"}

# Folders that use the library as anybody else would.
CLIENTS = ["cli", "bench", "examples"]

# Files of theirs that may include internal headers too: of these folders of lib/. They measure the
# packing solver by itself, which no public header names.
INSIDERS = {
    "bench/packing_instances.c": ["base", "solve"],
    "bench/packing_instances.h": ["base", "solve"],
    "bench/packing_run.c": ["base", "solve"],
}

# The one header that includes all public ones; nothing in lib/ may depend on everything.
UMBRELLA = "ipsosched"

SYSTEM = set("""
assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign
stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar
wchar wctype
dirent fcntl getopt poll pthread sched semaphore spawn strings termios unistd
sys/ioctl sys/mman sys/resource sys/stat sys/time sys/types sys/utsname sys/wait
""".split())

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def owner_of_public(name):
    return PUBLIC_OWNERS.get(name, name)


def forbidden_in_lib(folder, bracket, name):
    """Why a file of lib/<folder> may not include name, or None."""
    if folder not in LAW:
        return f"lib/{folder} is not in the layering law"
    allowed = LAW[folder] + [folder]
    if bracket == '"':
        target = name.split("/")[0] if "/" in name else None
        if target not in LAW:
            return "a quoted include names a folder of lib/"
        return None if target in allowed else f"{folder} may not see {target}"
    if name.startswith("ipsosched/"):
        public = name[len("ipsosched/"):-len(".h")]
        if public == UMBRELLA:
            return "only users include all of the library"
        target = owner_of_public(public)
        if target not in LAW:
            return "this public header has no folder in the layering law"
        return None if target in allowed else f"{folder} may not see {target}"
    if name in THIRD_PARTY:
        only = THIRD_PARTY[name]
        return None if folder == only else f"only lib/{only} includes it"
    return None if name[:-len(".h")] in SYSTEM else "not a header of libc"


def forbidden_in_public(header, bracket, name):
    """Why the public header may not include name, or None."""
    if bracket == '"':
        return "a public header includes nothing internal"
    if not name.startswith("ipsosched/"):
        return None if name[:-len(".h")] in SYSTEM else "not a header of libc"
    if header == UMBRELLA:
        return None
    return forbidden_in_lib(owner_of_public(header), bracket, name)


def forbidden_in_client(path, bracket, name):
    """Why a file of cli/, bench/ or examples/ may not include name, or None."""
    if bracket == '"' and "/" in name and path in INSIDERS:
        folder = name.split("/")[0]
        return None if folder in INSIDERS[path] else f"{path} may not see {folder}"
    if bracket == '"':
        return "a client includes internals of its own folder only" if "/" in name else None
    if name.startswith("ipsosched/") or name[:-len(".h")] in SYSTEM:
        return None
    return "neither a public header nor one of libc"


def sources(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in (".c", ".h", ".in") and p.is_file())


def includes(path):
    text = path.read_text(encoding="utf-8")
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start(1)) + 1, match.group(1), match.group(2)


def check(root):
    """All forbidden includes under root, as lines for a reader."""
    found = []

    def report(path, line, name, reason):
        if reason is not None:
            found.append(f"{path.relative_to(root)}:{line}: {name}: {reason}")

    for path in sources(root / "lib"):
        folder = path.relative_to(root / "lib").parts[0]
        for line, bracket, name in includes(path):
            report(path, line, name, forbidden_in_lib(folder, bracket, name))
    for path in sources(root / "include"):
        for line, bracket, name in includes(path):
            report(path, line, name, forbidden_in_public(path.stem, bracket, name))
    for client in CLIENTS:
        for path in sources(root / client):
            for line, bracket, name in includes(path):
                report(path, line, name, forbidden_in_client(path.relative_to(root).as_posix(), bracket, name))
    return found


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    found = check(root)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
