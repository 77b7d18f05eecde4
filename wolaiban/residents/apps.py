"""The vault's room."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "wolaiban.residents"
    label = "residents"
    verbose_name = "居民身份保险库"

    def ready(self) -> None:
        from wolaiban.ledger import registry  # noqa: PLC0415 -- needs Django's models
        from wolaiban.residents.triggers import TRIGGERS  # noqa: PLC0415
        from wolaiban.residents.verifying import findings  # noqa: PLC0415

        registry.register_check("residents", findings)
        registry.register_triggers(TRIGGERS)
