"""The room of publicity."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    name = "wolaiban.publicity"
    label = "publicity"
    verbose_name = "宣传"

    def ready(self) -> None:
        from wolaiban.ledger import registry  # noqa: PLC0415 -- needs Django's models
        from wolaiban.publicity.triggers import TRIGGERS  # noqa: PLC0415

        registry.register_triggers(TRIGGERS)
        registry.register_moved("publicity.edit")
