"""The room of statistics."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "wolaiban.statistics"
    label = "statistics"
    verbose_name = "统计"
