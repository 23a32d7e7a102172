"""On a terminal headings are bold and progress is one line, rewritten; NO_COLOR and --quiet end that.

usage: terminal.py PROGRAM DOCUMENTS_FOLDER

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import pty
import subprocess
import sys

PROGRAM, DOCUMENTS = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
SHOW = ["show", DOCUMENTS / "clinic.json", DOCUMENTS / "clinic-plan.json", "costs"]
PLAN = ["plan", DOCUMENTS / "tiny.json", "-o", "/dev/null"]
BOLD = "\033[1m"


def on_terminal(arguments, **environment):
    """What the program writes to a terminal that is both its outputs."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [PROGRAM, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={"PATH": "/usr/bin:/bin", **environment},
    )
    os.close(theirs)
    text = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux: the other side is closed
            break
        if not piece:
            break
        text += piece
    os.close(ours)
    assert process.wait(60) == 0
    return text.decode("utf-8")


def main():
    assert BOLD + "Cost" in on_terminal(SHOW, TERM="xterm")
    assert BOLD in on_terminal(SHOW, TERM="xterm", NO_COLOR="")
    assert "\033" not in on_terminal(SHOW, TERM="xterm", NO_COLOR="1")
    assert "\033" not in on_terminal(SHOW, TERM="dumb")
    assert "\033" not in on_terminal(SHOW)
    assert "\rslots " in on_terminal(PLAN)
    assert "\rslots " not in on_terminal(PLAN + ["--progress", "never"])
    assert "\r\nslots " in on_terminal(PLAN + ["--progress", "never"])  # the summary
    assert on_terminal(PLAN + ["--quiet"]) == ""
    lines = on_terminal(PLAN + ["--json"]).splitlines()
    assert all(line.startswith("{") for line in lines), lines


if __name__ == "__main__":
    main()
