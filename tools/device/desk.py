"""The other side of the line protocol of service mode (docs/protocol.md): frames lines, waits for answers, names what a
refusal means. Decides no value."""

from __future__ import annotations

import time
from binascii import crc32
from dataclasses import dataclass

from mpremote.transport_serial import SerialTransport

from tools.device import port

PROTOCOL = 1
ANSWER_S = 1.5  # a write to the flash included
HELLO_S = 0.8
STARTS_S = 4.0  # from a restart until it answers
VERDICT_S = 40.0  # until its self-test is over
TRIES = 3
REST_S = 0.7
A_LINE = 16  # values of a record

NEXT_STEP = {
    "damaged": "the line was damaged on its way. Repeat the command; then try another cable",
    "word": "the unit's firmware does not know this word. Bring firmware and tools to the same version",
    "value": "the unit does not take these values",
    "busy": "the unit is not at rest. Repeat the command in a second",
    "untested": "its self-test has not passed on the cable. Read its glass, do what it asks for, and repeat",
    "failed": "the part refused: flash or clock chip. What was there is kept. Repeat, then look at the part",
}


class DeskError(Exception):
    """The unit has refused, or speaks otherwise. The message names the cause and the next step; `word` is its own."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


@dataclass(frozen=True)
class Hello:
    """What a unit says of itself. `state` and `fault` are numbers of the firmware's states.py and faults.py."""

    protocol: int
    version: str
    board: str
    identity: int
    state: int
    fault: int
    locked: int
    boots: int


@dataclass(frozen=True)
class Values:
    """One look at its meters: µA, mV."""

    a_ua: int
    b_ua: int
    load_mv: int
    load_back_mv: int
    high_mv: int
    low_mv: int
    rail_mv: int
    dac_mv: int
    dac_code_mv: int
    relay_rest: int
    dac_code: int
    wanted_ua: int
    battery_mv: int
    vbus: int
    latch: int
    veto: int


def framed(body: str) -> bytes:
    """A line with its check and its end."""
    return f"{body} {crc32(body.encode()):08x}\n".encode()


def unframed(line: bytes) -> list[str]:
    """The words of a line whose check fits; of another none."""
    body, _, check = line.rstrip(b"\r\n").rpartition(b" ")
    if check != b"%08x" % crc32(body):
        return []
    return body.decode("ascii", "replace").split(" ")


def _hello(words: list[str]) -> Hello:
    return Hello(int(words[1]), words[2], words[3], *map(int, words[4:9]))


class Desk:
    """Asks, line by line. `reach` first."""

    def __init__(self, transport: SerialTransport) -> None:
        self._transport = transport
        self._number = int(time.monotonic() * 1000) % 1_000_000  # so that an answer to somebody before is none of ours
        self.hello: Hello | None = None

    def reach(self) -> Hello:
        """Find the unit; one that stands at the prompt is started. Raises PortError within 5 s, DeskError."""
        self._transport.serial.write(b"\r\n")  # what a pulled cable has cut short is answered first, as damaged
        words = self._exchange("hello", HELLO_S)
        if words[1:] == ["damaged"]:
            words = self._exchange("hello", HELLO_S)
        if not words:
            port.to_prompt(self._transport, soft_reset=False)
            port.restart(self._transport)
            end = time.monotonic() + STARTS_S
            while not words and time.monotonic() < end:
                words = self._exchange("hello", HELLO_S)
        if not words:
            raise port.silent(self._transport.device_name)
        if words[0] != "ok" or len(words) < 2 or words[1] != str(PROTOCOL):
            raise DeskError("word", f"the unit speaks protocol {words[1:2]}, this tool {PROTOCOL}. {NEXT_STEP['word']}")
        self.hello = _hello(words)
        return self.hello

    def rested(self) -> Hello:
        """Where its self-test is still on its way, wait for the end of it. After `reach`. Raises PortError."""
        assert self.hello
        return self.hello if self.hello.fault else self.verdict()

    def restart(self) -> Hello:
        """Start the unit anew and wait for its self-test; what it says then. Raises PortError."""
        port.to_prompt(self._transport, soft_reset=False)
        port.restart(self._transport)
        return self.verdict()

    def verdict(self) -> Hello:
        """Wait until the self-test of a unit that has just been started is over. Raises PortError."""
        end = time.monotonic() + VERDICT_S
        self.hello = None
        while time.monotonic() < end and not (self.hello and self.hello.fault):
            words = self._exchange("hello", HELLO_S)
            if words[:1] == ["ok"]:
                self.hello = _hello(words)
            time.sleep(0.2)
        if not self.hello:
            raise port.lost(self._transport.device_name)
        return self.hello

    def ask(self, word: str, *values: int) -> list[int]:
        """The numbers of the answer. Raises DeskError, PortError."""
        for left in range(TRIES - 1, -1, -1):
            words = self._exchange(" ".join([word, *map(str, values)]), ANSWER_S)
            if words and words[0] == "ok":
                return [int(number) for number in words[1:]]
            if words[1:] == ["busy"] and left:
                time.sleep(REST_S)  # as its message says
            elif words and words[1:] != ["damaged"]:
                raise DeskError(words[1], f"{word}: {NEXT_STEP.get(words[1], 'the unit refuses')}")
        if not words:
            raise port.lost(self._transport.device_name)
        raise DeskError("damaged", f"{word}: {NEXT_STEP['damaged']}")

    def values(self) -> Values:
        """One look."""
        return Values(*self.ask("values"))

    def record(self, which: int) -> tuple[int, list[int]]:
        """Status and all values of a record, by its place in the firmware's row of them."""
        read: list[int] = []
        while True:
            status, count, *values = self.ask("read", which, len(read))
            read += values
            if len(read) >= count or not values:
                return status, read

    def _exchange(self, body: str, patience_s: float) -> list[str]:
        """The answer's words without its number; none came: nothing."""
        serial = self._transport.serial
        self._number = (self._number + 1) % 1_000_000
        serial.write(framed(f"{self._number} {body}"))
        end = time.monotonic() + patience_s
        line = b""
        while (left_s := end - time.monotonic()) > 0:
            serial.timeout = left_s
            line += serial.read(1)
            if line.endswith(b"\n"):
                number, *words = unframed(line) or [""]
                if number in (str(self._number), "-") and words:
                    return words
                line = b""
        return []
