"""Addresses of importing."""

from django.urls import path

from wolaiban.desk.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:uuid>/", views.one, name="import"),
    path("imports/<uuid:uuid>/columns/", views.correct_columns, name="correct_import"),
    path("imports/<uuid:uuid>/start/", views.start_it, name="start_import"),
    path("imports/<uuid:uuid>/stop/", views.stop_it, name="stop_import"),
    path("imports/<uuid:uuid>/drop/", views.drop_it, name="drop_import"),
    path("imports/<uuid:uuid>/result/", views.result, name="import_result"),
]
