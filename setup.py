"""What building a wheel adds to setuptools: the styles and scripts of others, so that whoever installs needs no npm;
and the pages of the handbook."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from wolaiban.installation import assets, handbook  # noqa: E402 -- found only now


class WholeBuild(build_py):
    """A checkout is served from node_modules; a wheel carries what it needs, or is not built."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        try:
            assets.carry(Path(self.build_lib) / "wolaiban", HERE / "node_modules")
        except FileNotFoundError as missing:
            sys.exit(f"缺少 {missing}：请先运行 npm ci（make setup），再打包。")
        handbook.carry(Path(self.build_lib) / "wolaiban", HERE / "docs")


setup(cmdclass={"build_py": WholeBuild})
