"""The public figures, as a page and as a file for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from wolaiban.portal.figures.drawing import received_map
from wolaiban.statistics.indicators import INDICATORS
from wolaiban.statistics.publishing import Figure, FiguresSheet, sheets

HEADING = ("时段", "单位", "指标", "分子", "分子数", "分母", "分母数", "比率（%）", "公式版本")
WITHHELD, EMPTY = "不公布", "暂无"
FOR_EXCEL = "\ufeff"  # without it Excel takes the file for GBK


@login_not_required
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    all_sheets = sheets(localdate())
    shown = _chosen(request, all_sheets)
    facts = {
        "sheets": all_sheets,
        "sheet": shown,
        "indicators": INDICATORS,
        "map": received_map(shown),
        "invented": settings.DEMO,
    }
    return render(request, "portal/figures/figures.html", facts)


@login_not_required
@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """All periods in one file: what is withheld on the page is withheld here."""
    answer = HttpResponse(FOR_EXCEL, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="figures.csv"'
    writer = csv.writer(answer)
    writer.writerow(HEADING)
    for shown in sheets(localdate()):
        writer.writerows(_rows(shown))
    return answer


def _chosen(request: HttpRequest, all_sheets: list[FiguresSheet]) -> FiguresSheet:
    wanted = request.GET.get("period")
    return next((one for one in all_sheets if one.period.key == wanted), all_sheets[0])


def _rows(shown: FiguresSheet) -> Iterator[list[str]]:
    for line in (shown.district, *shown.parts):
        for figure in line.figures:
            yield [f"{shown.period.label}（{shown.period.months}）", line.name, *_cells(figure)]


def _cells(figure: Figure) -> list[str]:
    indicator = figure.indicator
    rate = figure.percent or (EMPTY if figure.is_empty else WITHHELD if indicator.denominator else "")
    return [
        indicator.label,
        indicator.numerator.label,
        _number(figure.numerator),
        indicator.denominator.label if indicator.denominator else "",
        _number(figure.denominator) if indicator.denominator else "",
        rate,
        str(indicator.version),
    ]


def _number(number: int | None) -> str:
    return WITHHELD if number is None else str(number)
