"""The address on a certificate of hours."""

from django.urls import path

from wolaiban.portal.certificates import views

urlpatterns = [
    path("certificates/<slug:serial>/", views.certificate, name="certificate"),
]
