"""The room of feedback about the product."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "wolaiban.feedback"
    label = "feedback"
    verbose_name = "意见"

    def ready(self) -> None:
        from wolaiban.feedback.kind import KIND  # noqa: PLC0415
        from wolaiban.retention.registry import register  # noqa: PLC0415 -- needs Django's models
        from wolaiban.retention.words import words_of  # noqa: PLC0415

        register(words_of(KIND, "对系统提的意见", "KEEP_FEEDBACK_DAYS"))
