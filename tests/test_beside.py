"""A process beside: what it does is what would be done here, and what it can't do is done here."""

import signal
import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked on Windows")


def run(script: str) -> None:
    """Run a script in a process without threads, as the command line is when it starts."""
    head = "import math, os, signal, threading\nfrom analyzer.beside import Beside, in_turn\nbeside = Beside()\n"
    script = head + textwrap.dedent(script)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_calls_are_made_in_another_process_and_answered_in_any_order() -> None:
    run("""
        assert beside(os.getpid)() != os.getpid()
        waiting = [beside(math.factorial, n) for n in range(5)]
        assert [wait() for wait in reversed(waiting)] == [24, 6, 2, 1, 1]
        assert [wait() for wait in waiting] == [1, 1, 2, 6, 24]
        assert beside(int, "11", base=2)() == in_turn(int, "11", base=2)() == 3
    """)


def test_results_that_fill_the_pipe_hold_up_nothing() -> None:
    run("""
        waiting = [beside(bytes, 3_000_000) for _ in range(4)]
        assert [len(wait()) for wait in reversed(waiting)] == [3_000_000] * 4
    """)


def test_an_error_arises_where_the_result_is_waited_for() -> None:
    run("""
        failing, after = beside(math.sqrt, -1), beside(math.sqrt, 4)
        try:
            failing()
        except ValueError:
            assert after() == 2
        else:
            raise AssertionError("the square root of -1")
    """)


def test_what_no_pipe_carries_is_done_here() -> None:
    run("""
        assert beside(threading.Lock)().acquire()
        assert beside(lambda: os.getpid())() == os.getpid()
        assert beside(os.getpid)() != os.getpid()
    """)


def test_what_the_process_did_not_live_to_do_is_done_here() -> None:
    run("""
        os.kill(beside(os.getpid)(), signal.SIGKILL)
        assert beside(os.getpid)() == os.getpid()
        assert beside(math.factorial, 4)() == 24
    """)


def test_the_process_is_gone_with_the_one_that_started_it() -> None:
    script = (
        "import os, signal; from analyzer.beside import Beside; beside = Beside();"
        " print(beside(os.getpid)(), flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    # The process holds our end of its standard output: as long as it lives, this waits.
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60)
    assert int(done.stdout)
    assert done.returncode == -signal.SIGKILL
