"""The commands of docs/batch.md under GNU parallel: each part has the lines of a plain run, byte for
byte, and the same commands go on with a part that was left unfinished.

Skipped (77) where GNU parallel is not installed.

usage: batch_parallel.py PROGRAM TINY_DOCUMENT BATCH_PAGE

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap

import common

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
TINY = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
PAGE = pathlib.Path(sys.argv[3]).read_text(encoding="utf-8")
SKIPPED = 77


def is_installed():
    try:
        done = subprocess.run(["parallel", "--version"], capture_output=True, text=True)
    except FileNotFoundError:
        return False
    return "GNU parallel" in done.stdout


def commands():
    """Parts of three documents in place of 500."""
    text = textwrap.dedent(re.search(r"^    split .*\n(    .*\n)+", PAGE, re.MULTILINE).group())
    assert "split -l 500 " in text, text
    return text.replace("split -l 500 ", "split -l 3 ")


def run(folder):
    path = f"{PROGRAM.parent}:{os.environ['PATH']}"
    subprocess.run(["sh", "-c", commands()], cwd=folder, stdin=subprocess.DEVNULL, check=True,
                   env=os.environ | {"PATH": path, "HOME": str(folder)})  # fmt: skip
    return (folder / "results.jsonl").read_bytes()


def main():
    if not is_installed():
        print("skipped: GNU parallel is not installed (Debian: parallel)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        documents = [common.named(TINY, str(i)) for i in range(8)]
        documents[4] = "none"
        lines = [(text + "\n").encode() for text in documents]
        (folder / "practices.jsonl").write_bytes(b"".join(lines))
        parts = [
            common.plain_batch(PROGRAM, b"".join(lines[at : at + 3]), 7 if at == 3 else 0)
            for at in (0, 3, 6)
        ]
        assert run(folder) == b"".join(parts)
        (folder / "part.01.results").write_bytes(parts[1][: len(parts[1]) // 2])
        assert run(folder) == b"".join(parts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
