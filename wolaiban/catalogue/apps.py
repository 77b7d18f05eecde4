"""The room of the catalogue: kinds of matter, whose they are, and how long they may take."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "wolaiban.catalogue"
    label = "catalogue"
    verbose_name = "事项目录"

    def ready(self) -> None:
        from wolaiban.catalogue.triggers import TRIGGERS  # noqa: PLC0415
        from wolaiban.ledger import registry  # noqa: PLC0415 -- needs Django's models

        registry.register_triggers(TRIGGERS)
