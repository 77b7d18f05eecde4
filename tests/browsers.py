"""The browser that tests drive: found where Debian or its maker put it, started without a window."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tools.programs import browser_here

PATIENCE = 30_000  # milliseconds: a busy machine takes its time; whoever waits for nothing is told in the end
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a microphone that beeps
    "--use-fake-ui-for-media-stream",
)


def needed() -> str:
    """Its path; in CI it must be there."""
    if found := browser_here():
        return found
    missing = "no browser here: make test installs Debian's where it may"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


def started(driver: Playwright) -> Browser:
    expect.set_options(timeout=PATIENCE)
    return driver.chromium.launch(executable_path=needed(), args=list(QUIETLY))
