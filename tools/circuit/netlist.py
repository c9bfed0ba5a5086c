# What a maker and a layout tool need of the description: KiCad netlist with rule check, parts list. Decides no part.

from __future__ import annotations

import csv
import io
import logging
import re
from typing import Any

from tools.circuit.board import BadDescription, Board, load_skidl

COLUMNS = ("part", "value", "tolerance", "rating", "number", "alternatives", "sheet")


def rule_check(circuit: Any) -> list[str]:
    """SKiDL's electrical rules: every error and warning, a line each."""
    load_skidl()
    from skidl.logger import erc_logger

    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    ear = Ear(logging.WARNING)
    erc_logger.addHandler(ear)
    quiet = [handler for handler in erc_logger.handlers if handler is not ear]
    for handler in quiet:
        erc_logger.removeHandler(handler)
    try:
        circuit.ERC()
    finally:
        erc_logger.removeHandler(ear)
        for handler in quiet:
            erc_logger.addHandler(handler)
    return heard


def kicad(board: Board) -> str:
    """The netlist in KiCad's format, without date, version or place of a source.

    Raises BadDescription, which names what the rule check found.
    """
    circuit = board.to_skidl()
    found = rule_check(circuit)
    if found:
        raise BadDescription(f"rule check: {found[0]}" + (f" (and {len(found) - 1} more)" if len(found) > 1 else ""))
    logging.disable(logging.CRITICAL)
    try:
        text = circuit.generate_netlist()
    finally:
        logging.disable(logging.NOTSET)
    text = re.sub(r'\n\s*\(date "[^"]*"\)', "", text)
    text = re.sub(r'\n\s*\(tool "[^"]*"\)', "", text)
    text = re.sub(r'\(source "[^"]*"\)', '(source "ionto")', text)
    return re.sub(r'\n\s*\(field\s*\n?\s*\(name "SKiDL Line"\)[^)]*\)', "", text).rstrip() + "\n"


def parts_list(board: Board) -> str:
    """CSV, a row a part, by reference."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for ref in sorted(board.parts, key=lambda ref: (re.sub(r"\d", "", ref), int(re.sub(r"\D", "", ref)))):
        part = board.parts[ref]
        item = part.item
        writer.writerow((ref, part.value, item.tolerance, item.rating, item.number, item.alternatives, part.sheet))
    return out.getvalue()
