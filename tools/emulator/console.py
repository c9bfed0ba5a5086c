# The USB console of the emulated chip, as a computer on the cable has it: text in and out. Only who measures uses it;
# a unit that treats has no cable.

from __future__ import annotations

from typing import Any

from rp2040py.usb.cdc import USBCDC

from tools.emulator.chip import Chip

EOT = b"\x04"


class Console:
    """What the guest printed is in `text`; `run` executes source in the raw REPL and gives what it printed."""

    def __init__(self, chip: Chip) -> None:
        self.chip = chip
        self.cdc: Any = USBCDC(chip.mcu.usb_ctrl)
        self.text = bytearray()
        self._waiting = 0  # bytes of room that the guest's OUT endpoint offers, 0 = none
        self._queue = bytearray()
        self.cdc.on_serial_data = self.text.extend
        self.connected = False
        self.cdc.on_device_connected = self._connect
        self._answer = chip.mcu.usb_ctrl.on_endpoint_read
        chip.mcu.usb_ctrl.on_endpoint_read = self._offered

    def _connect(self) -> None:
        self.connected = True

    def _offered(self, endpoint: int, size: int) -> None:
        """An endpoint is ready to receive. Nothing to send is answered by NAK (silence), not by an empty packet."""
        if endpoint != self.cdc._out_endpoint:
            self._answer(endpoint, size)
            return
        self._waiting = size
        self._feed()

    def _feed(self) -> None:
        if self._waiting and self._queue:
            part = bytes(self._queue[: self._waiting])
            del self._queue[: self._waiting]
            self._waiting = 0
            self.chip.mcu.usb_ctrl.endpoint_read_done(self.cdc._out_endpoint, part)

    def prompt(self, within_us: int = 1_000_000) -> None:
        """Plug the cable in and come to MicroPython's prompt. Raises TimeoutError where there is none so soon."""
        self.connect()
        self.send(b"\r\n")
        self.wait_for(b">>> ", within_us)

    def send(self, data: bytes) -> None:
        """Type."""
        self._queue.extend(data)
        self._feed()

    def wait_for(self, what: bytes, within_us: int, begin: int = 0) -> int:
        """Run until `what` was printed after `begin`; where it ends. Raises TimeoutError with what was printed."""
        end = self.chip.now_us + within_us
        while self.chip.now_us < end:
            found = self.text.find(what, begin)
            if found >= 0:
                return found + len(what)
            self.chip.run_to(self.chip.now_us + 500)
        raise TimeoutError(f"no {what!r} within {within_us} µs; printed: {bytes(self.text[begin:])!r}")

    def connect(self, within_us: int = 3_000_000) -> None:
        """Until the computer has found the device."""
        end = self.chip.now_us + within_us
        while not self.connected and self.chip.now_us < end:
            self.chip.run_to(self.chip.now_us + 1000)
        if not self.connected:
            raise TimeoutError("the guest did not appear on USB")

    def run(self, source: str, within_us: int = 10_000_000) -> str:
        """Execute in the raw REPL; what it printed, errors included."""
        begin = len(self.text)
        self.send(b"\r\x03\x03\x01")
        at = self.wait_for(b"raw REPL; CTRL-B to exit\r\n>", within_us, begin)
        self.send(source.encode() + EOT)
        at = self.wait_for(b"OK", within_us, at)
        end = self.wait_for(EOT, within_us, at)
        last = self.wait_for(EOT, within_us, end)
        return bytes(self.text[at : end - 1] + self.text[end : last - 1]).decode(errors="replace")
