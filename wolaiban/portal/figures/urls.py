"""Addresses of the public figures."""

from django.urls import path

from wolaiban.portal.figures import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/sheet.csv", views.sheet, name="figures_sheet"),
]
