"""The room of duty."""

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "wolaiban.duty"
    label = "duty"
    verbose_name = "值班"

    def ready(self) -> None:
        from wolaiban.duty import verifying  # noqa: PLC0415 -- needs Django's models
        from wolaiban.duty.kind import BOOKINGS, RECEPTIONS, ROSTERS  # noqa: PLC0415
        from wolaiban.duty.queries.days import bookings_over  # noqa: PLC0415
        from wolaiban.duty.triggers import TRIGGERS  # noqa: PLC0415
        from wolaiban.ledger import registry  # noqa: PLC0415
        from wolaiban.retention.identities import identities_of  # noqa: PLC0415
        from wolaiban.retention.registry import register  # noqa: PLC0415
        from wolaiban.retention.words import words_of  # noqa: PLC0415

        registry.register_triggers(TRIGGERS)
        registry.register_check("duty", verifying.findings)
        register(
            words_of(RECEPTIONS, "接访本里的话", "KEEP_RECEPTION_WORDS_DAYS"),
            words_of(ROSTERS, "换班、调班时说的话", "KEEP_ROSTER_WORDS_DAYS"),
            identities_of(BOOKINGS, "预约时留的电话", "KEEP_BOOKING_PHONES_DAYS", bookings_over),
        )
