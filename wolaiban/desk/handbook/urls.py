"""Addresses of the handbook."""

from django.urls import path

from wolaiban.desk.handbook import views

urlpatterns = [
    path("handbook/", views.contents, name="handbook"),
    path("handbook/<slug:shelf>/<slug:name>/", views.page, name="handbook_page"),
]
