"""Checks what the library exports and what its objects call and keep.

usage: symbols.py [--update | --missing] SHARED_LIBRARY STATIC_ARCHIVE COMMITTED_LIST

The shared library exports the symbols of COMMITTED_LIST, all named ipso_*, and no other. (With
--missing: only that it exports every one of the list is checked, and without, only the rest.) The
objects never print, exit, read the environment or install signal handlers, and keep no mutable
variable that outlives a call. With --update the list is written instead of compared.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import pathlib
import re
import subprocess
import sys

# A library never calls these. (assert's __assert_fail is allowed: programmer errors are asserts.)
FORBIDDEN = set("""
printf vprintf puts putchar putchar_unlocked perror stdout stderr stdin getchar scanf
exit _exit _Exit quick_exit abort atexit getenv secure_getenv setenv putenv unsetenv environ
signal sigaction raise kill system popen fork setlocale rand srand random srandom strtok
""".split())

MUTABLE_SECTION = re.compile(r"^(\.data|\.bss|\.tdata|\.tbss|\*COM\*)(?!\.rel\.ro)")


def lines_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def exported(library):
    """Names the shared library defines for others, sorted."""
    lines = lines_of("nm", "-D", "--defined-only", "-P", str(library))
    return sorted(line.split()[0].split("@")[0] for line in lines if line.strip())


def unexpected(names, committed):
    """Exported names that should not be."""
    found = [f"{name}: exported, but its name does not begin with ipso_"
             for name in names if not re.match(r"ipso_(?!_)", name)]
    found += [f"{name}: exported, but not in the committed list"
              for name in sorted(set(names) - set(committed))]
    return found


def missing(names, committed):
    """Committed names that are not exported."""
    return [f"{name}: in the committed list, but not exported"
            for name in sorted(set(committed) - set(names))]


def forbidden_calls(archive):
    """References to what a library never calls, by object."""
    found = []
    for line in lines_of("nm", "-A", "-u", "-P", str(archive)):
        place, name = line.split(": ", 1)
        name = name.split()[0].split("@")[0]
        plain = re.sub(r"^(__isoc\d+_|__)(\w+?)(_chk)?$", r"\2", name)
        if name in FORBIDDEN or plain in FORBIDDEN:
            found.append(f"{place}: refers to {name}")
    return found


def mutable_variables(archive):
    """Variables that outlive a call and can change, by object."""
    found = []
    place = ""
    for line in lines_of("objdump", "-t", str(archive)):
        if ": " in line and "file format" in line:
            place = line.split(":")[0]
        # value, flags (7 characters), section, size, name
        match = re.match(r"^[0-9a-f]+ (.{7}) (\S+)\s+[0-9a-f]+\s+(?:\.hidden )?(\S+)$", line)
        # Thread-local variables carry no O; sections themselves carry a d.
        if match and "d" not in match.group(1) and MUTABLE_SECTION.match(match.group(2)):
            found.append(f"{place}: {match.group(3)} is a mutable variable in {match.group(2)}")
    return found


def instrumented(archive):
    """Whether a sanitizer has put variables of its own into the objects."""
    return any("__asan_" in line or "__tsan_" in line or "__ubsan_" in line
               for line in lines_of("nm", "-u", "-P", str(archive)))


def main(arguments):
    option = arguments.pop(0) if arguments[0].startswith("--") else None
    library, archive, committed_path = map(pathlib.Path, arguments)
    names = exported(library)
    if option == "--update":
        committed_path.write_text("".join(name + "\n" for name in names), encoding="utf-8")
        return 0

    committed = committed_path.read_text(encoding="utf-8").split()
    sanitized = instrumented(archive)
    if sanitized:
        names = [name for name in names if name.startswith("ipso_")]
    found = missing(names, committed) if option == "--missing" else unexpected(names, committed)
    if found:
        command = f"{sys.executable} {sys.argv[0]} --update {' '.join(arguments)}"
        found.append(f"when the change is meant, update the list: {command}")
    if option is None:
        found += forbidden_calls(archive)
        found += [] if sanitized else mutable_variables(archive)
    for line in found:
        print(line)
    print(f"{len(names)} exported names, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
