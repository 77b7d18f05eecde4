"""Addresses of one's own number, which nobody can guess, and of the screen at a counter."""

from django.urls import path

from wolaiban.portal.waiting import views

urlpatterns = [
    path("wait/<slug:code>/", views.wait, name="wait"),
    path("studios/<str:code>/screen/", views.screen, name="screen"),
]
