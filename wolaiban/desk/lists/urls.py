"""Addresses of the lists."""

from django.urls import path

from wolaiban.desk.lists import searching, today, views

urlpatterns = [
    path("inbox/", today.inbox, name="inbox"),
    path("waiting/", today.waiting, name="waiting"),
    path("search/", searching.search, name="search"),
    path("cases/", views.ledger, name="ledger"),
    path("cases/filters/", views.save, name="save_filter"),
    path("cases/filters/<int:pk>/drop/", views.drop, name="drop_filter"),
    path("cases/<str:number>/preview/", today.preview, name="preview"),
    path("cases/export.xlsx", views.export, name="export"),
    path("mine/", views.mine, name="mine"),
    path("suggest/unit-names/", views.unit_names, name="unit_names"),
]
