"""The room of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wolaiban.notices"
    label = "notices"
    verbose_name = "告知"

    def ready(self) -> None:
        from wolaiban.notices.telling import READER  # noqa: PLC0415 -- needs Django's models
        from wolaiban.workflow.reader import subscribe  # noqa: PLC0415 -- likewise

        subscribe(READER)
