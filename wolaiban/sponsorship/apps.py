"""The room of sponsored cases."""

from django.apps import AppConfig


class SponsorshipConfig(AppConfig):
    name = "wolaiban.sponsorship"
    label = "sponsorship"
    verbose_name = "包案"

    def ready(self) -> None:
        from wolaiban.ledger import registry  # noqa: PLC0415 -- needs Django's models
        from wolaiban.sponsorship import verifying  # noqa: PLC0415 -- likewise

        registry.register_check("sponsorship", verifying.findings)
