"""Addresses of what is done with ticked cases."""

from django.urls import path

from wolaiban.desk.selection import views

urlpatterns = [
    path("cases/selected/export.xlsx", views.export, name="export_selected"),
    path("cases/selected/print/", views.print_list, name="print_selected"),
    path("cases/selected/sheets/", views.print_sheets, name="sheets_of_selected"),
    path("cases/selected/<slug:step>/", views.step, name="step_on_selected"),
]
