"""Addresses of the public typical answers."""

from django.urls import path

from wolaiban.portal.answers import views

urlpatterns = [
    path("answers/", views.answers, name="answers"),
    path("answers/<int:pk>/", views.answer, name="answer"),
]
