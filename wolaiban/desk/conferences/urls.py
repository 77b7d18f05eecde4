"""Addresses of conferences at the desk."""

from django.urls import path

from wolaiban.desk.conferences import views
from wolaiban.desk.subjects.taking import step_view

urlpatterns = [
    path("conferences/", views.conferences, name="conferences"),
    path("conferences/<int:pk>/", views.conference, name="conference"),
    path("conferences/<int:pk>/<slug:step>/", step_view(views.FACE), name="conference_step"),
    path("cases/<str:number>/conference/", views.propose, name="propose_conference"),
]
