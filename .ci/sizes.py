"""Measures how long the functions and files of the project are.

usage: sizes.py ROOT

Fails on a function over 80 lines, on more than one function in ten over 60, and on a file over 800.
A function is counted from its opening brace to its closing one, as clang-format lays them out.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import statistics
import sys

FOLDERS = ["include", "lib", "cli", "bench", "examples"]
LONGEST_FUNCTION, LONG_FUNCTION, LONGEST_FILE = 80, 60, 800


def functions(lines):
    """First line number and length of each function body."""
    begin = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            begin = number
        elif line == "}" and begin is not None:
            yield begin, number - begin + 1
            begin = None


def check(root):
    """Findings, and a line of figures."""
    found, lengths, file_lengths = [], [], []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.[ch]")):
            lines = path.read_text(encoding="utf-8").split("\n")
            file_lengths.append(len(lines) - 1)
            place = path.relative_to(root)
            if len(lines) - 1 > LONGEST_FILE:
                found.append(f"{place}: {len(lines) - 1} lines exceed {LONGEST_FILE}")
            for begin, length in functions(lines):
                lengths.append(length)
                if length > LONGEST_FUNCTION:
                    found.append(f"{place}:{begin}: a function of {length} lines exceeds "
                                 f"{LONGEST_FUNCTION}")
    long = sum(length > LONG_FUNCTION for length in lengths)
    if long * 10 > len(lengths):
        found.append(f"{long} of {len(lengths)} functions exceed {LONG_FUNCTION} lines")
    return found, (f"{len(lengths)} functions, median {statistics.median(lengths or [0]):g} lines, "
                   f"longest {max(lengths, default=0)}, {long} over {LONG_FUNCTION}; "
                   f"{len(file_lengths)} files, longest {max(file_lengths, default=0)}")


def main():
    found, figures = check(pathlib.Path(sys.argv[1]).resolve())
    for line in found:
        print(line)
    print(figures)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
