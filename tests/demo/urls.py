"""The site as the demo serves it."""

from django.urls import include, path

from wolaiban.config.urls import urlpatterns as always

urlpatterns = [path("demo/", include("wolaiban.demo.pages.urls")), *always]
