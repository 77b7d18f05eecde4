"""The address of a calendar feed."""

from django.urls import path

from wolaiban.portal.feeds import views

urlpatterns = [
    path("calendar/<str:secret>.ics", views.duty_feed, name="duty_feed"),
]
