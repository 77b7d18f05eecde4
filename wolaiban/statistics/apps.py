"""The room of statistics."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "wolaiban.statistics"
    label = "statistics"
    verbose_name = "统计"

    def ready(self) -> None:
        from wolaiban.statistics import counting, receptions  # noqa: PLC0415 -- need Django's models
        from wolaiban.workflow.reader import subscribe  # noqa: PLC0415 -- likewise

        subscribe(counting.READER)
        subscribe(receptions.READER)
