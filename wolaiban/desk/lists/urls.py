"""Addresses of the lists."""

from django.urls import path

from wolaiban.desk.lists import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("cases/", views.ledger, name="ledger"),
    path("cases/export.xlsx", views.export, name="export"),
    path("mine/", views.mine, name="mine"),
    path("suggest/unit-names/", views.unit_names, name="unit_names"),
]
