"""Every address of the house, face by face."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("wolaiban.people.urls")),
]
