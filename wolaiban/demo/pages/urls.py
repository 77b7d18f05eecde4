"""Addresses that exist in the demo only (config.urls mounts them nowhere else)."""

from django.urls import path

from wolaiban.demo.pages import outbox, style, views

app_name = "demo"
urlpatterns = [
    path("", views.cast, name="cast"),
    path("enter/", views.enter, name="enter"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("style/", style.style, name="style"),
]
