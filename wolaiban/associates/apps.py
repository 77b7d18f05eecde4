"""The room of associates."""

from django.apps import AppConfig


class AssociatesConfig(AppConfig):
    name = "wolaiban.associates"
    label = "associates"
    verbose_name = "队员"

    def ready(self) -> None:
        from wolaiban.associates import verifying  # noqa: PLC0415 -- needs Django's models
        from wolaiban.associates.kind import COMMITTEES, KIND  # noqa: PLC0415
        from wolaiban.ledger import registry  # noqa: PLC0415
        from wolaiban.retention.registry import register  # noqa: PLC0415
        from wolaiban.retention.words import words_of  # noqa: PLC0415

        registry.register_check("associates", verifying.findings)
        register(words_of(KIND, "服务记录的异议和更正理由", "KEEP_ASSOCIATE_WORDS_DAYS"))
        register(words_of(COMMITTEES, "撤销调解委员会的理由", "KEEP_ASSOCIATE_WORDS_DAYS"))
