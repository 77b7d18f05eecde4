"""Addresses of the pages on which officers keep their studios up to date and print what hangs at the door."""

from django.urls import path

from wolaiban.desk.studios import views

urlpatterns = [
    path("our-studios/", views.studios, name="studios"),
    path("our-studios/<str:code>/", views.studio, name="studio"),
    path("our-studios/<str:code>/poster/", views.poster, name="poster"),
    path("our-studios/<str:code>/leaflet/", views.leaflet, name="leaflet"),
]
