"""The job array of docs/batch.md under a real Slurm: munged, slurmctld and slurmd of this host, with a
configuration of their own in a temporary folder. Each part has the lines of a plain run, byte for
byte; and so has it when a task is given a part that an earlier one left unfinished.

Skipped (77) where Slurm is not installed or, as in some containers, does not start.

usage: batch_slurm.py PROGRAM TINY_DOCUMENT BATCH_PAGE

SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import pathlib
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import time

import common

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
TINY = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
PAGE = pathlib.Path(sys.argv[3]).read_text(encoding="utf-8")
PATIENCE_S = 60
SKIPPED = 77
os.environ["PATH"] += ":/usr/sbin:/sbin"
for variable in [name for name in os.environ if name.startswith(("SLURM", "SBATCH"))]:
    del os.environ[variable]

CONFIGURATION = """\
ClusterName=batch
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
MpiDefault=none
ReturnToService=2
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
NodeName={host} NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
"""


class NotStarted(Exception):
    pass


def free_ports():
    sockets = [socket.socket() for _ in range(2)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def answers(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S)
    return done.stdout if done.returncode == 0 else ""


def wait_for(name, condition):
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise NotStarted(name)
        time.sleep(0.1)


def start(folder, daemons, *command):
    with open(folder / f"{command[0]}.log", "wb") as log:
        daemons.append(
            subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        )


def start_slurm(folder, daemons):
    (folder / "munge.key").write_bytes(os.urandom(128))
    (folder / "munge.key").chmod(0o600)
    (folder / "state").mkdir()
    (folder / "spool").mkdir()
    host = socket.gethostname().split(".")[0]
    (folder / "slurm.conf").write_text(
        CONFIGURATION.format(
            host=host, ports=free_ports(), user=pwd.getpwuid(os.geteuid()).pw_name, folder=folder
        )
    )
    os.environ["SLURM_CONF"] = str(folder / "slurm.conf")
    start(folder, daemons, "munged", "--foreground", "--force", f"--key-file={folder}/munge.key",
          f"--socket={folder}/munge.socket", f"--pid-file={folder}/munged.pid",
          f"--log-file={folder}/munged.file.log", f"--seed-file={folder}/munged.seed")  # fmt: skip
    wait_for("munged", (folder / "munge.socket").exists)
    start(folder, daemons, "slurmctld", "-D", "-i")
    start(folder, daemons, "slurmd", "-D", "-N", host)
    wait_for("slurmd", lambda: "idle" in answers("sinfo", "-h", "-o", "%t"))


def write_parts(folder):
    """Two parts; a document of the first is none, which is no failure of the task."""
    for part in range(2):
        documents = [common.named(TINY, f"{part}.{i}") for i in range(5)]
        if part == 0:
            documents[2] = "none"
        (folder / f"part.{part:02}.jsonl").write_text("\n".join(documents) + "\n")


def lines_of_a_plain_run(folder, part):
    documents = (folder / f"part.{part:02}.jsonl").read_bytes()
    return common.plain_batch(PROGRAM, documents, 7 if part == 0 else 0)


def states(job):
    text = answers("scontrol", "--oneliner", "show", "job", job)
    return re.findall(r"JobState=(\w+) ", text), re.findall(r" ExitCode=(\S+)", text)


def submit(folder):
    """sbatch --wait looks only every few seconds; this looks more often."""
    done = subprocess.run(
        ["sbatch", "--parsable", "--array=0-1", "plan.sh"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=os.environ | {"PATH": f"{PROGRAM.parent}:{os.environ['PATH']}"},
    )
    assert done.returncode == 0, done
    job = done.stdout.strip()
    waits = {"PENDING", "CONFIGURING", "RUNNING", "COMPLETING"}
    end = time.monotonic() + 4 * PATIENCE_S
    while len(states(job)[0]) < 2 or waits & set(states(job)[0]):
        assert time.monotonic() < end, states(job)
        time.sleep(0.1)
    said = [path.read_text() for path in sorted(folder.glob("slurm-*.out"))]
    assert states(job) == (["COMPLETED"] * 2, ["0:0"] * 2), (states(job), said)


def array_gives_the_lines_of_plain_runs(folder):
    script = re.search(r"^    #!/bin/bash\n(    .*\n|\n)*", PAGE, re.MULTILINE).group()
    (folder / "plan.sh").write_text(textwrap.dedent(script))
    write_parts(folder)
    wanted = [lines_of_a_plain_run(folder, part) for part in range(2)]
    submit(folder)
    outputs = [folder / f"part.{part:02}.results" for part in range(2)]
    assert [path.read_bytes() for path in outputs] == wanted
    outputs[0].write_bytes(wanted[0][: len(wanted[0]) * 2 // 3])
    submit(folder)
    assert [path.read_bytes() for path in outputs] == wanted


def main():
    missing = [name for name in ("munged", "slurmctld", "slurmd", "sbatch")
               if shutil.which(name) is None]  # fmt: skip
    if missing:
        print(f"skipped: {', '.join(missing)} not installed (Debian: slurm-wlm, munge)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        folder, daemons = pathlib.Path(name), []
        try:
            start_slurm(folder, daemons)
            array_gives_the_lines_of_plain_runs(folder)
        except NotStarted as daemon:
            print(f"skipped: {daemon} does not start here")
            for log in sorted(folder.glob("*.log")):
                print(log.name, log.read_text(errors="replace")[-2000:], sep="\n")
            return SKIPPED
        finally:
            for daemon in reversed(daemons):
                daemon.terminate()
                daemon.wait(PATIENCE_S)
    return 0


if __name__ == "__main__":
    sys.exit(main())
