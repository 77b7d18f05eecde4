"""Addresses of what stands around every page."""

from django.urls import path

from wolaiban.desk.frame import finding, views

urlpatterns = [
    path("more/", views.more, name="more"),
    path("keys/", views.keys, name="keys"),
    path("looks/", views.looks, name="looks"),
    path("palette/", finding.palette, name="palette"),
    path("find/", finding.find, name="find"),
]
