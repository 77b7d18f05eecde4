"""All rooms on one page, the keys, and how somebody likes their pages to look."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from wolaiban.people.actions.looks import like
from wolaiban.people.looks import Scheme
from wolaiban.people.requests import SignedInRequest

DENSE = {"yes": True, "no": False}

# What a key does, by where it does it.
KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "在每一页",
        (
            ("Ctrl K 或 /", "找件号、内容、地点、页面"),
            ("N", "登记一件"),
            ("?", "打开这一页"),
            ("Tab，Shift Tab", "到下一处、上一处"),
            ("Esc", "关上打开的菜单、查找框和没写字的表单"),
        ),
    ),
    ("在列表里", (("J，K", "下一件、上一件"), ("回车", "打开"), ("X", "勾选，几件一起办"))),
    ("在表单里", (("Ctrl 回车", "提交"), ("空格", "勾选"), ("↑ ↓", "在几个选项里选"))),
)


@require_safe
def more(request: SignedInRequest) -> HttpResponse:
    """Every room there is for this person: where the bar at the foot of a phone leads, and without scripts."""
    return render(request, "desk/frame/more.html")


@require_safe
def keys(request: SignedInRequest) -> HttpResponse:
    return render(request, "desk/frame/keys.html", {"groups": KEYS})


@require_POST
def looks(request: SignedInRequest) -> HttpResponse:
    """Keep what was chosen, and go back to where it was. What is no choice changes nothing."""
    scheme = request.POST.get("scheme", "")
    like(
        request.user,
        dense=DENSE.get(request.POST.get("dense", "")),
        scheme=Scheme(scheme) if scheme in set(Scheme) else None,
    )
    page = request.POST.get("page", "")
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page if safe else "my_account")
