"""Addresses of the front door, the list of studios, and the page behind the QR code on a studio's door."""

from django.urls import path

from wolaiban.portal.finding import views

urlpatterns = [
    path("", views.home, name="home"),
    path("studios/", views.studios, name="studios"),
    path("s/<str:code>/", views.studio, name="studio"),
]
