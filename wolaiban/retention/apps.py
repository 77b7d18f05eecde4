"""The room that keeps the periods."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "wolaiban.retention"
    label = "retention"
    verbose_name = "保存期限"

    def ready(self) -> None:
        from wolaiban.ledger import registry  # noqa: PLC0415 -- needs Django's models
        from wolaiban.retention.of_people import PERIODS  # noqa: PLC0415
        from wolaiban.retention.registry import register  # noqa: PLC0415
        from wolaiban.retention.triggers import TRIGGERS  # noqa: PLC0415

        registry.register_triggers(TRIGGERS)
        register(*PERIODS)
