# What runs at a board's prompt while an image is brought over, and what it prints. Sends nothing: flash.py does, and
# the site's page by a browser's serial port.

from __future__ import annotations

import csv

from tools import image

ARMV6M = 4  # MicroPython's number of the processor in sys.implementation._mpy
BUSY_PINS = ("OUT_EN", "PUMP", "PATIENT", "LEG_FWD", "LEG_REV")

# `hashes` walks a folder; a missing one is empty.
TOOLS = """
import os
from binascii import hexlify
from hashlib import sha256
def digest(path):
    h = sha256()
    with open(path, 'rb') as f:
        part = f.read(2048)
        while part:
            h.update(part)
            part = f.read(2048)
    return hexlify(h.digest()).decode()
def hashes(root, below=''):
    found = {}
    try:
        there = list(os.ilistdir(root + below))
    except OSError:
        return found
    for entry in there:
        name = below + '/' + entry[0]
        if entry[1] == 0x4000:
            found[name[1:] + '/'] = ''
            found.update(hashes(root, name))
        else:
            found[name[1:]] = digest(root + name)
    return found
def gone(path):
    try:
        os.remove(path)
    except OSError:
        pass
"""
_LOOK = """
import json, sys
from machine import Pin
def root(name):
    try:
        return digest('/' + name)
    except OSError:
        return ''
def chosen():
    try:
        with open('/chosen', 'rb') as f:
            return f.read(1) == b'b' and 'b' or 'a'
    except OSError:
        return ''
def text(slot):
    try:
        with open('/' + slot + '/manifest.json', 'rb') as f:
            return f.read().decode()
    except (OSError, UnicodeError):
        return ''
i = sys.implementation
s = os.statvfs('/')
print(json.dumps({
    'name': i.name, 'version': list(i.version[:3]), 'machine': getattr(i, '_machine', ''), 'mpy': getattr(i, '_mpy', 0),
    'busy': [n for n, p in %r if Pin(p).value()], 'identity': [Pin(p).value() for p in %r],
    'chosen': chosen(), 'manifests': {n: text(n) for n in 'ab'}, 'free': s[0] * s[3],
    'slots': {n: hashes('/' + n) for n in 'ab'}, 'root': {n: root(n) for n in ('boot.py', 'main.py')},
}))
"""


def look(board: str) -> str:
    """The program that prints, as JSON, what a board is and holds. After TOOLS."""
    with (image.ROOT / "boards" / board / "pins.csv").open(encoding="utf-8", newline="") as file:
        pins = {row["name"]: int(row["gpio"]) for row in csv.DictReader(file)}
    busy = [(name, pins[name]) for name in BUSY_PINS if name in pins]
    return _LOOK % (busy, [pins["ID1"], pins["ID0"]])
