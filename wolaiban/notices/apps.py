"""The room of notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wolaiban.notices"
    label = "notices"
    verbose_name = "告知"

    def ready(self) -> None:
        from wolaiban.ledger import registry  # noqa: PLC0415 -- needs Django's models
        from wolaiban.notices import of_subjects, sealing, telling, verifying  # noqa: PLC0415
        from wolaiban.workflow.reader import subscribe  # noqa: PLC0415

        subscribe(telling.READER)
        subscribe(of_subjects.READER)
        registry.register_before_signing("notices", sealing.seal_if_due)
        registry.register_check("notices", verifying.findings)
