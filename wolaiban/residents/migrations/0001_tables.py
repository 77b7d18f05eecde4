"""The vault: residents with sealed identities, who looked, who was erased. Looks and erasures do not change.

A resident may ask who looked at their identity; the answer must be one that nobody in the office, including the system
administrator acting through the application, could tidy up. Whoever was erased stays erased.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off

FORBID = """
CREATE FUNCTION residents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION residents_stay_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an erased resident stays erased' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER look_is_append_only BEFORE UPDATE OR DELETE ON residents_look
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER look_is_not_truncated BEFORE TRUNCATE ON residents_look
    FOR EACH STATEMENT EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER erasure_is_append_only BEFORE UPDATE OR DELETE ON residents_erasure
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER erasure_is_not_truncated BEFORE TRUNCATE ON residents_erasure
    FOR EACH STATEMENT EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER resident_stays_erased BEFORE UPDATE ON residents_resident
    FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at)
    EXECUTE FUNCTION residents_stay_erased();
"""
ALLOW = """
DROP TRIGGER resident_stays_erased ON residents_resident;
DROP TRIGGER erasure_is_not_truncated ON residents_erasure;
DROP TRIGGER erasure_is_append_only ON residents_erasure;
DROP TRIGGER look_is_not_truncated ON residents_look;
DROP TRIGGER look_is_append_only ON residents_look;
DROP FUNCTION residents_stay_erased();
DROP FUNCTION residents_refuse_change();
"""


class Migration(migrations.Migration):
    replaces = [
        ("residents", "0001_initial"),
        ("residents", "0002_looks_are_append_only"),
        ("residents", "0003_indexes_that_nobody_needed"),
        ("residents", "0004_a_note_beside_a_phone"),
        ("residents", "0005_those_who_accuse_are_kept_apart"),
        ("residents", "0006_rows_are_marked"),
    ]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Resident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.BinaryField(null=True)),
                ("phone", models.BinaryField(null=True)),
                ("id_number", models.BinaryField(null=True)),
                ("address", models.BinaryField(null=True)),
                ("phone_index", models.BinaryField(db_index=True, null=True)),
                ("invented", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("erased_at", models.DateTimeField(editable=False, null=True)),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resident",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("phone_note", models.BinaryField(null=True)),
                ("apart", models.BooleanField(default=False)),
                ("mark", models.BinaryField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone__isnull", True), ("phone_index__isnull", True)),
                            models.Q(("phone__isnull", False), ("phone_index__isnull", False)),
                            _connector="OR",
                        ),
                        name="resident_phone_has_its_index",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True),
                            models.Q(
                                ("account__isnull", True),
                                ("address__isnull", True),
                                ("id_number__isnull", True),
                                ("name__isnull", True),
                                ("phone__isnull", True),
                                ("phone_note__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="resident_erased_holds_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("case_number", models.CharField(max_length=40, null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.post"
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="residents.resident",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["resident", "-at"], name="look_resident_at")],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                    ),
                ),
                (
                    "resident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="residents.resident",
                    ),
                ),
            ],
            options={},
        ),
        migrations.RunSQL(FORBID, reverse_sql=ALLOW),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
