"""A server in a process of its own, for tests."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ADDRESS = re.compile(r"(http://\S+?)/(?:\?token=(\S+))?\s")


@contextmanager
def served(folder: Path, *options: str):
    """The address of a server that runs meanwhile."""
    command = [sys.executable, "-m", "newsquotes", "serve", "--port", "0", "--no-open", *options]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "LANGUAGE": "en", "PYTHONIOENCODING": "utf-8"},
    )
    try:
        line = process.stderr.readline()
        found = ADDRESS.search(line)
        assert found, line + process.stderr.read()
        yield found[1]
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert "Traceback" not in said, said
