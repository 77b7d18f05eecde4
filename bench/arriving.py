"""What a resident's phone has to fetch before it shows anything: bytes on the wire, and the first paint on a slow line."""

from __future__ import annotations

from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.computed import for_each
from bench.report import Report
from bench.site import Site
from tools.programs import browser_here

PAGES = {"home": "/", "studio": "/s/110111001202/", "report": "/report/", "track": "/track/"}
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PATIENCE = 180_000.0  # milliseconds, on a machine that does much else
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
QUIETLY = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def arriving(report: Report, site: Site, times: int) -> None:
    """Each time a browser that has never been here, at 1.6 Mbit/s and 150 ms."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_here(), args=QUIETLY)
        for name, path in PAGES.items():
            before = site.computed()
            seen = [_arrive(browser, f"http://127.0.0.1:{site.port}{path}") for _ in range(times)]
            parts = for_each(before, site.computed(), times)
            size, paint = max(size for size, _ in seen), median(paint for _, paint in seen)
            report.hold(f"{name}, first load", size / 1000, "kB", "<= 100", processor=parts)
            aside = f"median of {times}, the slowest {max(paint for _, paint in seen):.0f} ms"
            report.hold(f"{name}, first paint at 1.6 Mbit/s, 150 ms", paint, "ms", "<= 1000", aside)
        browser.close()


def _arrive(browser: Browser, address: str) -> tuple[int, float]:
    """Bytes on the wire, headers included, of everything the page fetches; milliseconds until the first paint."""
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]  # the values differ in kind
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    page.goto(address, wait_until="networkidle")
    paint = float(page.evaluate(PAINTED))
    context.close()
    return int(sum(sizes)), paint
