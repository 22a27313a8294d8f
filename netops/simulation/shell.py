"""A command line of a network device over SSH, as real ones behave: echo, prompt, pages that wait for a key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import asyncssh

# The whole answer to one command; None: the command is not known.
Answers = Callable[[str], str | None]


@dataclass(frozen=True)
class Dialect:
    """How one make of device talks."""

    prompt: str
    unknown: str = "% Invalid input detected at '^' marker."
    pager_off: frozenset[str] = frozenset()
    page_lines: int = 0  # 0: never waits
    more: str = " --More-- "
    quit_words: frozenset[str] = frozenset({"exit", "quit", "logout"})


class Shell:
    """One session. `delay_s` passes before each answer."""

    def __init__(
        self, process: asyncssh.SSHServerProcess[str], dialect: Dialect, answers: Answers, *, delay_s: float = 0.0
    ) -> None:
        self._process = process
        self._dialect = dialect
        self._answers = answers
        self._delay_s = delay_s
        self._page_lines = dialect.page_lines

    async def run(self) -> None:
        """Until the other side leaves."""
        try:
            self._write(f"\n{self._dialect.prompt}")
            while (line := await self._line()) is not None:
                command = " ".join(line.split())
                if command in self._dialect.quit_words:
                    break
                if command:
                    await self._answer(command)
                self._write(self._dialect.prompt)
        except (asyncssh.BreakReceived, asyncssh.TerminalSizeChanged, ConnectionError):
            return
        finally:
            self._process.exit(0)

    async def _answer(self, command: str) -> None:
        await asyncio.sleep(self._delay_s)
        if command in self._dialect.pager_off:
            self._page_lines = 0
            return
        text = self._answers(command)
        await self._show((self._dialect.unknown if text is None else text).splitlines())

    async def _show(self, lines: Sequence[str]) -> None:
        size = self._page_lines or len(lines)
        for start in range(0, len(lines), max(size, 1)):
            if start:
                self._write(self._dialect.more)
                await self._process.stdin.read(1)
                self._write("\r" + " " * len(self._dialect.more) + "\r")
            self._write("".join(f"{line}\n" for line in lines[start : start + size]))

    async def _line(self) -> str | None:
        """A line typed by the other side, echoed; None at the end of the connection."""
        typed: list[str] = []
        while True:
            try:
                key = await self._process.stdin.read(1)
            except asyncssh.TerminalSizeChanged:
                continue
            if not key:
                return None
            if key in "\r\n":
                self._write("\n")
                return "".join(typed)
            typed.append(key)
            self._write(key)

    def _write(self, text: str) -> None:
        self._process.stdout.write(text.replace("\n", "\r\n"))
