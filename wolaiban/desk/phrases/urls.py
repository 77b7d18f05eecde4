"""Addresses of phrases."""

from django.urls import path

from wolaiban.desk.phrases import views

urlpatterns = [
    path("phrases/", views.phrases, name="phrases"),
    path("phrases/<int:pk>/", views.phrase, name="phrase"),
    path("phrases/<int:pk>/remove/", views.remove, name="remove_phrase"),
    path("suggest/phrases/<str:place>/", views.offer, name="offer_phrases"),
]
