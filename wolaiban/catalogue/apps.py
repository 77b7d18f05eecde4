"""The room of the catalogue: kinds of matter, whose they are, and how long they may take."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "wolaiban.catalogue"
    label = "catalogue"
    verbose_name = "事项目录"
