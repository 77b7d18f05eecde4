"""The room of places: units, studios and who stands under whom."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "wolaiban.places"
    label = "places"
    verbose_name = "单位"
