"""Turns the recorded changes of the body's current into one average a millisecond. Judges nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def averages(changes: bytes) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """µA averaged over each millisecond since power-on, from pairs (µs since the change before, µA from now on).

    Exact: between two changes the current is constant, so its charge is a broken line, read at each millisecond.
    """
    pairs = np.frombuffer(changes, dtype="<i4").reshape(-1, 2).astype(np.int64)
    times = np.cumsum(pairs[:, 0])
    before = np.concatenate(([0], pairs[:-1, 1]))
    charge = np.cumsum(before * pairs[:, 0])
    whole = int(times[-1]) // 1000 if len(times) else 0
    edges = np.arange(whole + 1, dtype=np.int64) * 1000
    at = np.searchsorted(times, edges, side="right") - 1
    known = np.concatenate(([0], charge))[at + 1]
    since = edges - np.concatenate(([0], times))[at + 1]
    level = np.concatenate(([0], pairs[:, 1]))[at + 1]
    return (np.diff(known + level * since) // 1000).astype(np.int32)


def write(changes: Path, averaged: Path) -> None:
    """One file into the other."""
    averages(changes.read_bytes()).astype("<i4").tofile(averaged)
