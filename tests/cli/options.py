"""Help, man page and completion name the same options, and the help fits a terminal.

For each command the long options of --help, of docs/man/ipsosched-COMMAND.1.scd and of the bash
completion are the same set; the program takes each of them; and no line of --help is over 80
columns.

usage: options.py PROGRAM MAN_FOLDER COMPLETION

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import pathlib
import re
import subprocess
import sys

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
MAN, COMPLETION = pathlib.Path(sys.argv[2]), sys.argv[3]


def output_of(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True).stdout


def commands():
    listed = output_of("--help").split("commands:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines()]


def options_of_help(command):
    lines = output_of(command, "--help").splitlines()
    listed = [line for line in lines if re.match(r"  (-|    --)", line)]
    return {re.search(r"--[a-z-]+", line).group() for line in listed}


def options_of_man(command):
    text = (MAN / f"ipsosched-{command}.1.scd").read_text(encoding="utf-8")
    section = text.split("# OPTIONS\n")[1].split("\n# ")[0]
    heads = [line for line in section.splitlines() if line.startswith("*-")]
    return {re.search(r"--[a-z-]+", line).group() for line in heads}


def complete(*words):
    script = (
        'compopt() { :; }; source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_ipsosched; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", script, "bash", COMPLETION, "ipsosched", *words],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": str(pathlib.Path(PROGRAM).parent) + ":/usr/bin:/bin"},
    )
    assert done.stderr == "", done.stderr
    return set(done.stdout.split())


def is_known(command, option):
    """An option the program knows fails, if at all, for another reason."""
    done = subprocess.run([PROGRAM, command, option], capture_output=True, text=True)
    return "unknown option" not in done.stderr


def main():
    names = commands()
    assert complete("") == set(names) | {"help"}, complete("")
    assert complete("-") == {"--help", "--version"}, complete("-")
    for command in names:
        helped, manned = options_of_help(command), options_of_man(command)
        completed = complete(command, "-")
        assert helped == manned, (command, "help and man differ in", helped ^ manned)
        assert helped == completed, (command, "help and completion differ in", helped ^ completed)
        assert all(is_known(command, option) for option in helped), command
    assert not is_known("plan", "--no-such-option")
    for text in [output_of("--help")] + [output_of(command, "--help") for command in names]:
        wide = [line for line in text.splitlines() if len(line) > 80]
        assert not wide, wide
    assert complete("plan", "--stage", "") == {"roster", "slots", "bookings", "times"}
    assert complete("plan", "--pro") == {"--progress"}
    assert complete("generate", "sa") == {"saint-martin"}
    schemas = {"practice", "plan", "report", "result", "message", "session", "session-value",
               "additions", "replan", "agenda-operation", "agenda-answer", "appointments",
               "fit", "simulation"}  # fmt: skip
    assert complete("schema", "") == schemas
    for name in schemas:
        assert json.loads(output_of("schema", name))["description"], name
    assert complete("help", "va") == {"validate"}


if __name__ == "__main__":
    main()
