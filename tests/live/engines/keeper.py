"""Runs one engine for as long as somebody holds the other end of standard input.

    python keeper.py LOG COMMAND [ARGUMENT …]

Reads one signal name a line, passes it on, and answers with an empty line; a pause is answered when
nothing moves any more. When standard input ends, however its holder ended, the engine is killed.
Ends when the engine ends.

Why a process of its own: the kernel's "kill me when my parent dies" follows the thread that
started the child, and tests start engines from threads. As the engine's parent it can also never
signal a stranger that was given the same process number.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path


def keep(log: Path, command: list[str]) -> None:
    with log.open("ab") as words:
        engine = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=words, stderr=subprocess.STDOUT
        )
    threading.Thread(target=_end_with, args=(engine,), daemon=True).start()
    for line in sys.stdin:
        asked = signal.Signals[line.strip()]
        engine.send_signal(asked)
        if asked is signal.SIGSTOP:
            _await_standstill(engine.pid)
        sys.stdout.write("\n")
        sys.stdout.flush()
    engine.kill()
    engine.wait()


def _await_standstill(pid: int) -> None:
    """Wait until every thread stands still: the signal alone lets a running one finish its step."""
    os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)


def _end_with(engine: subprocess.Popen[bytes]) -> None:
    engine.wait()
    os._exit(0)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), sys.argv[2:])
