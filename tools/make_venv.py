"""Make the virtual environment, also where Debian's Python comes without the means for it (python3-venv)."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path


def main(folder: Path) -> int:
    sys.stdout.write(f"建立 Python 虚拟环境 {folder}……\n")
    if importlib.util.find_spec("ensurepip"):
        venv.create(folder, with_pip=True)
    elif importlib.util.find_spec("virtualenv"):
        subprocess.run([sys.executable, "-m", "virtualenv", "--quiet", folder], check=True)
    elif importlib.util.find_spec("pip"):
        venv.create(folder, with_pip=False)
        install_pip(folder)
    elif may_install() and installed("python3-venv"):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
        sys.stderr.write("Python 缺少 venv：请先安装（Debian、Ubuntu：apt-get install python3-venv）。\n")
        return 1
    return 0


def install_pip(folder: Path) -> None:
    """With the pip that this Python has, into the environment that has none."""
    target = folder / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--target", target, "pip"], check=True)


def may_install() -> bool:
    return os.getuid() == 0 and shutil.which("apt-get") is not None


def installed(package: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "--no-install-recommends", package],
    ):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
