"""The room of statistics."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "wolaiban.statistics"
    label = "statistics"
    verbose_name = "统计"

    def ready(self) -> None:
        from wolaiban.statistics.counting import READER  # noqa: PLC0415 -- needs Django's models
        from wolaiban.workflow.reader import subscribe  # noqa: PLC0415 -- likewise

        subscribe(READER)
