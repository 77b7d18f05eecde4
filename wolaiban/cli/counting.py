"""`wolaiban statistics rebuild|check`: count all events anew, or compare the sums that are kept with a full recount."""

from __future__ import annotations

import argparse
import time

from wolaiban.statistics import counting, recounting

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=["rebuild", "check"], help="rebuild：从头重算；check：与重算的结果核对"
    )


def run(args: argparse.Namespace) -> int:
    return rebuild() if args.what == "rebuild" else check()


def rebuild() -> int:
    started = time.monotonic()
    recounting.recount()
    read = counting.sweep()
    print(f"已从头统计到第 {read.read_to} 条进展，用时 {time.monotonic() - started:.0f} 秒")
    if read.is_behind:
        print("正在写入的几条，后台每分钟的统计会补上")
    return 0


def check() -> int:
    wrong = recounting.differences()
    for key, kept, recounted in wrong[:SHOWN]:
        print(f"{key.day} 单位 {key.area}{'（含下级）' if key.whole else ''}：现为 {kept}，应为 {recounted}")
    print(f"发现 {len(wrong)} 处不符，可用 rebuild 重算" if wrong else "统计数与全部进展一致")
    return 1 if wrong else 0
