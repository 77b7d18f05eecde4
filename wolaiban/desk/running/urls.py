"""Addresses for whoever keeps the machine."""

from django.urls import path

from wolaiban.desk.running import views

urlpatterns = [
    path("running/", views.running, name="running"),
    path("running/trial/", views.trial, name="send_trial"),
]
