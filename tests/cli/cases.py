"""Runs the command-line cases: cases/<name>/cmd is a shell script run in an empty folder, with
$IPSO the program and $CASE the case's folder; stdout, stderr and code are what it must answer, to
the letter (an absent stdout or stderr is empty, an absent code is 0).

usage: cases.py PROGRAM CASES_FOLDER

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import subprocess
import sys
import tempfile


def expected(case, name, default):
    path = case / name
    return path.read_text(encoding="utf-8") if path.exists() else default


def run(program, case):
    environment = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "IPSO": str(program),
        "CASE": str(case),
    }
    for name in ("LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["sh", str(case / "cmd")],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
    return {
        "stdout": done.stdout.decode("utf-8"),
        "stderr": done.stderr.decode("utf-8"),
        "code": str(done.returncode),
    }


def compare(program, case):
    got = run(program, case)
    wanted = {
        "stdout": expected(case, "stdout", ""),
        "stderr": expected(case, "stderr", ""),
        "code": expected(case, "code", "0").strip(),
    }
    wrong = [name for name in wanted if got[name] != wanted[name]]
    for name in wrong:
        print(f"{case.name}: {name} is\n{got[name]}\nand should be\n{wanted[name]}")
    return not wrong


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    cases = sorted(path for path in pathlib.Path(sys.argv[2]).resolve().iterdir() if path.is_dir())
    failed = [case.name for case in cases if not compare(program, case)]
    print(f"{len(cases) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
