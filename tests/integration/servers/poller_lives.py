"""Pollers to be killed: `python -m tests.integration.servers.poller_lives DATA_DIR SMTP_PORT`.

Everything is imported once; each line on standard input forks one poller, whose process id is printed. So fifty lives
cost fifty forks and not fifty starts of Python. The pollers are the real ones, only hurried: a round takes a tenth of
a second instead of a minute.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from netops.polling import poller
from netops.settings import Settings

ROUND_S = 0.1
LIVES = 50


def hurried(data_dir: Path, smtp_port: int) -> Settings:
    """Settings that no administrator could set: rounds shorter than five seconds."""
    settings = Settings(
        data_dir=data_dir,
        smtp_host="127.0.0.1",
        smtp_port=smtp_port,
        smtp_security="none",
        mail_from="netops@example.org",
        planning=False,
        # A line that is cut three times within the hour is told once, as flapping: here each cut shall have its mails.
        flap_times=LIVES + 1,
    )
    # On a busy machine an answer over loopback may well take many times its habit, which is not what is tried here.
    return settings.model_copy(update={"snmp_interval_s": ROUND_S, "degraded_rtt_factor": 1e6})


def main(data_dir: Path, smtp_port: int) -> None:
    """Fork a poller for each line read."""
    poller.OUTBOX_EVERY_S = ROUND_S  # type: ignore[assignment]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(0)
            live(hurried(data_dir, smtp_port))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


def live(settings: Settings) -> None:
    """One life; ended by a signal or with the process that forked it."""
    parent = os.getppid()

    async def run() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)

        async def watch() -> None:
            while os.getppid() == parent:  # noqa: ASYNC110 -- a parent that dies sets no event
                await asyncio.sleep(1)
            stop.set()

        watching = asyncio.create_task(watch())
        await poller.serve(settings, stop=stop)
        watching.cancel()

    asyncio.run(run())
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
