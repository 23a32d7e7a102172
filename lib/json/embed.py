"""Writes JSON Schemas as constant C arrays, so that the library carries them.

usage: embed.py OUTPUT.c NAME=SCHEMA.json ...

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import sys

BYTES_PER_LINE = 24


def array(name, data):
    lines = [", ".join(str(byte) for byte in data[i:i + BYTES_PER_LINE])
             for i in range(0, len(data), BYTES_PER_LINE)]
    return (f"const char ipso__schema_{name}[] = {{\n    " + ",\n    ".join(lines) + ", 0};\n")


def main(output, *schemas):
    text = '/* Made by lib/json/embed.py from docs/. */\n#include "json/schema.h"\n'
    for schema in schemas:
        name, path = schema.split("=", 1)
        data = pathlib.Path(path).read_bytes()
        json.loads(data)
        if not data.isascii():
            sys.exit(f"{path}: not ASCII, and char may be signed")
        text += "\n" + array(name, data)
    pathlib.Path(output).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
