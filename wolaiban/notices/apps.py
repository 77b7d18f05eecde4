"""The room of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wolaiban.notices"
    label = "notices"
    verbose_name = "告知"

    def ready(self) -> None:
        from wolaiban.notices import of_subjects, telling  # noqa: PLC0415 -- needs Django's models
        from wolaiban.workflow.reader import subscribe  # noqa: PLC0415 -- likewise

        subscribe(telling.READER)
        subscribe(of_subjects.READER)
