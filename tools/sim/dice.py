# The simulation's own random numbers: the same on every interpreter.
import micropython


class Dice:
    """Park and Miller's generator: products stay below 2**47, exact in every Python."""

    def __init__(self, seed: int) -> None:
        self._state = seed % 2147483646 + 1
        for _ in range(4):
            self.roll()

    def roll(self) -> int:
        """1 .. 2**31 - 2."""
        self._state = self._state * 48271 % 2147483647
        return self._state

    def below(self, n: int) -> int:
        """0 .. n - 1."""
        return self.roll() % n

    @micropython.native
    def spread(self, most: int) -> int:
        """-most .. most, triangular."""
        self._state = a = self._state * 48271 % 2147483647
        self._state = b = a * 48271 % 2147483647
        return (a % (most + 1)) - (b % (most + 1))
