"""Addresses of the catalogue: read it, draft it, publish it."""

from django.urls import path

from wolaiban.desk.catalogue import changing, views

app_name = "catalogue"
urlpatterns = [
    path("", views.current, name="current"),
    path("editions/", views.editions, name="editions"),
    path("editions/<int:pk>/", views.edition, name="edition"),
    path("draft/", changing.draft, name="draft"),
    path("draft/start/", changing.start, name="start"),
    path("draft/publish/", changing.publish_draft, name="publish"),
    path("draft/discard/", changing.discard, name="discard"),
    path("draft/categories/add/", changing.add, name="add"),
    path("draft/categories/<slug:code>/", changing.amend, name="amend"),
    path("draft/categories/<slug:code>/move/", changing.move, name="move"),
    path("draft/limits/add/", changing.add_limit, name="add_limit"),
    path("draft/limits/<int:pk>/", changing.change_limit, name="change_limit"),
    path("draft/limits/<int:pk>/drop/", changing.cancel_limit, name="drop_limit"),
    path("draft/report-in/", changing.report_in, name="report_in"),
]
