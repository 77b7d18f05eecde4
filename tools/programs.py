"""See that the tests have the programs they drive, Debian's, installed where we may: a browser, letters, a pooler, proxies.

In CI a missing one is an error; elsewhere it is said, and what needs them is skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The one without windows opens a page in half the time of the others, which can do without them too.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/noto"),
)


def browser_here() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def missing() -> list[str]:
    """Debian's names of what is not there."""
    packages = []
    if browser_here() is None:
        packages.append("chromium-headless-shell")
    if not any(font.exists() for font in FONTS):
        packages.append("fonts-noto-cjk")
    if not any(Path(folder, "pgbouncer").exists() for folder in ("/usr/sbin", "/usr/bin")):
        packages.append("pgbouncer")
    for server in ("nginx", "caddy"):
        if not any(Path(folder, server).exists() for folder in ("/usr/sbin", "/usr/bin")):
            packages.append(server)
    return packages


def install(packages: list[str]) -> None:
    environment = {
        **os.environ,
        "DEBIAN_FRONTEND": "noninteractive",
        "RUNLEVEL": "1",
    }  # none of them is to start
    sys.stdout.write(f"安装测试所需的 {'、'.join(packages)}……\n")
    for command in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(
            ["/usr/bin/apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False
        )


def main() -> int:
    packages = missing()
    if packages and os.getuid() == 0 and shutil.which("apt-get"):
        install(packages)
        packages = missing()
    if not packages:
        return 0
    sys.stderr.write(
        f"测试缺少 {'、'.join(packages)}：请以管理员身份安装（Debian、Ubuntu：apt-get install {' '.join(packages)}）。\n"
    )
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
