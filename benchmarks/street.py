"""`spray build` as a user runs it: how long each stage takes, and what memory."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import machine

ROOT = Path(__file__).resolve().parent.parent


def build(folder: Path, say: Callable[[str], Any]) -> dict[str, Any]:
    """Build `folder` into folder/site; wall time, time per stage as it prints them, and peak memory."""
    command = [sys.executable, "-m", "spray", "build", str(folder), "--out", str(folder / "site")]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    say(f"\n$ spray build {folder.name}")
    began, lines = time.monotonic(), []
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True, cwd=folder
    ) as process:
        peak = machine.Peak(process)
        for line in process.stdout or ():
            lines.append(line.rstrip("\n"))
            say(lines[-1])
    if process.returncode:
        raise click.ClickException(f"spray build failed with exit code {process.returncode}.")
    return {"seconds": time.monotonic() - began, "peak bytes": peak.bytes, "stages": stages(lines)}


def stages(lines: list[str]) -> dict[str, float]:
    """Seconds by stage, from a line such as "Time: samples 0.4 s, analysis 1 min 4 s."."""
    (line,) = [line for line in lines if line.startswith("Time: ")]
    found = re.findall(r"([a-z]+) (?:(\d+) h )?(?:(\d+) min ?)?(?:([\d.]+) s)?", line)
    return {name: 3600 * int(h or 0) + 60 * int(m or 0) + float(s or 0) for name, h, m, s in found}
