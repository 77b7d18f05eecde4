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
    path("draft/<slug:step>/", changing.change, name="draft_step"),
]
