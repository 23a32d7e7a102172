"""A file is written whole or is as it was, be it a plan or the program of a stage: links stay
links, modes are kept, and nothing is left behind on a full disk or in a folder that may not be written.

usage: writing.py PROGRAM TINY_DOCUMENT

SPDX-License-Identifier: GPL-3.0-or-later
"""

import os
import pathlib
import resource
import stat
import subprocess
import sys
import tempfile

PROGRAM, TINY = (str(pathlib.Path(argument).resolve()) for argument in sys.argv[1:3])
NOBODY = 65534
OLD = b"old\n"


def plan(path):
    return ["plan", "-q", TINY, "-o", path]


def model(path):
    return ["plan", TINY, "--stage", "roster", "--write-model", path]


def run(folder, arguments, **options):
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=120, **options)  # fmt: skip
    assert done.stdout == "", done
    return done


def write(folder, arguments, **options):
    done = run(folder, arguments, **options)
    assert (done.returncode, done.stderr) == (0, ""), done


def fail(folder, arguments, path, why, **options):
    done = run(folder, arguments, **options)
    assert done.returncode == 1, done
    assert done.stderr == f"ipsosched: cannot write {path}: {why}\n", done.stderr


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def a_new_file_has_the_mode_that_the_umask_leaves(folder, command):
    write(folder, command("new.lp"), preexec_fn=lambda: os.umask(0o027))
    assert names(folder) == ["new.lp"] and mode(folder / "new.lp") == 0o640


def an_old_file_keeps_its_mode(folder, command):
    path = folder / "old.lp"
    path.write_bytes(OLD)
    path.chmod(0o604)
    write(folder, command("old.lp"))
    assert names(folder) == ["old.lp"] and mode(path) == 0o604 and path.read_bytes() != OLD


def a_link_stays_a_link(folder, command):
    there = folder / "there"
    there.mkdir()
    (there / "old.lp").write_bytes(OLD)
    for name in ("old.lp", "new.lp"):
        link = folder / f"to-{name}"
        link.symlink_to(f"there/{name}")
        write(folder, command(link.name))
        assert os.readlink(link) == f"there/{name}"
    assert names(there) == ["new.lp", "old.lp"]
    assert names(folder) == ["there", "to-new.lp", "to-old.lp"]
    assert (there / "old.lp").read_bytes() == (there / "new.lp").read_bytes() != OLD


def a_name_may_be_as_long_as_the_file_system_lets_it(folder, command):
    name = "x" * 252 + ".lp"
    write(folder, command(name))
    assert names(folder) == [name]


def a_full_device_is_an_error(folder, command):
    (folder / "full.lp").symlink_to("/dev/full")
    fail(folder, command("full.lp"), "full.lp", "No space left on device")
    assert names(folder) == ["full.lp"] and (folder / "full.lp").is_symlink()


def on_a_full_disk_the_old_file_stays(folder, command):
    """A limit on the size of files fails like a full disk: Python has SIGXFSZ ignored."""
    (folder / "old.lp").write_bytes(OLD)
    fail(
        folder,
        command("old.lp"),
        "old.lp",
        "File too large",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16)),
        restore_signals=False,
    )
    assert names(folder) == ["old.lp"] and (folder / "old.lp").read_bytes() == OLD


def as_nobody(folder):
    """Options to run the program with so that permissions hold, root being above them."""
    if os.geteuid() != 0:
        return {}
    for path in (folder, *folder.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def what_may_not_be_written_stays(folder, command):
    (folder / "old.lp").write_bytes(OLD)
    user = as_nobody(folder)
    try:
        write(folder, ["validate", "-q", TINY], **user)
    except PermissionError:
        print("nobody may not run the program: permissions are not tried")
        return
    folder.chmod(0o500)
    for name in ("old.lp", "new.lp"):
        fail(folder, command(name), name, "Permission denied", **user)
    folder.chmod(0o700)
    (folder / "old.lp").chmod(0o400)
    fail(folder, command("old.lp"), "old.lp", "Permission denied", **user)
    assert names(folder) == ["old.lp"] and (folder / "old.lp").read_bytes() == OLD


TESTS = [
    a_new_file_has_the_mode_that_the_umask_leaves,
    an_old_file_keeps_its_mode,
    a_link_stays_a_link,
    a_name_may_be_as_long_as_the_file_system_lets_it,
    a_full_device_is_an_error,
    on_a_full_disk_the_old_file_stays,
    what_may_not_be_written_stays,
]


def main():
    for test in TESTS:
        for command in (plan, model):
            with tempfile.TemporaryDirectory() as name:
                test(pathlib.Path(name), command)


if __name__ == "__main__":
    main()
