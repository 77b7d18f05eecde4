"""Addresses of one case: its page, its steps, its files, the people in it; and registering a new one."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from wolaiban.desk.cases import identities, material, registering, sheets, slips, suggestions, views


def step(request: HttpRequest, number: str, step: str) -> HttpResponseBase:
    """One address: asked for, it is the step's form; sent to, it takes the step."""
    view = views.take_step if request.method == "POST" else views.step
    return view(request, number, step)  # type: ignore[arg-type]


urlpatterns = [
    path("suggest/categories/<int:edition_id>/", suggestions.categories, name="categories"),
    path("suggest/units/", suggestions.units, name="suggest_units"),
    path("suggest/earlier/", suggestions.earlier, name="earlier"),
    path("suggest/contacts/", suggestions.contacts, name="contacts"),
    path("suggest/kinds/", suggestions.kinds_heard, name="kinds_heard"),
    path("suggest/nearby/", suggestions.nearby, name="nearby"),
    path("cases/new/", registering.new_case, name="register"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/steps/<slug:step>/", step, name="step"),
    path("cases/<str:number>/attachments/<int:pk>/", material.attachment, name="attachment"),
    path("cases/<str:number>/slips/", slips.print_slips, name="slips"),
    path("cases/<str:number>/sheet/", sheets.sheet, name="case_sheet"),
    path("cases/<str:number>/people/<int:pk>/reveal/", identities.reveal_identity, name="reveal"),
    path("cases/<str:number>/people/<int:pk>/correct/", identities.correct_identity, name="correct"),
    path("cases/<str:number>/people/<int:pk>/erase/", identities.erase_identity, name="erase"),
]
