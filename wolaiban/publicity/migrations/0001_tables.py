"""Typical answers and the record of who wrote, released or withdrew them, which is never changed.

As it stood before the rooms shared one engine, so that ledgers of then go on from here (decision 0136).

What was published in the office's name must say for good who put it there.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off

FORBID = """
CREATE FUNCTION publicity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER edit_is_append_only BEFORE UPDATE OR DELETE ON publicity_edit
    FOR EACH ROW EXECUTE FUNCTION publicity_refuse_change();
CREATE TRIGGER edit_is_not_truncated BEFORE TRUNCATE ON publicity_edit
    FOR EACH STATEMENT EXECUTE FUNCTION publicity_refuse_change();
"""
ALLOW = """
DROP TRIGGER edit_is_not_truncated ON publicity_edit;
DROP TRIGGER edit_is_append_only ON publicity_edit;
DROP FUNCTION publicity_refuse_change();
"""


class Migration(migrations.Migration):
    replaces = [
        ("publicity", "0001_typical_answers"),
        ("publicity", "0002_edits_are_append_only"),
    ]

    initial = True

    dependencies = [
        ("cases", "0001_tables"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TypicalAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(blank=True, max_length=50, verbose_name="类别")),
                ("question", models.CharField(max_length=200, verbose_name="问题")),
                ("answer", models.TextField(verbose_name="答复")),
                ("checked_by_hand", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "待审"), ("released", "已公布"), ("withdrawn", "已撤下")],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=200, verbose_name="撤下的原因"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="typical_answers",
                        to="cases.case",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "典型答复",
                "indexes": [
                    models.Index(fields=["state", "-id"], name="typical_by_state"),
                    models.Index(
                        condition=models.Q(("state", "released")),
                        fields=["topic", "-id"],
                        name="typical_by_topic",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "released"), _negated=True),
                            ("released_at__isnull", False),
                            _connector="OR",
                        ),
                        name="typical_answer_released_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("written", "拟写"),
                            ("rewritten", "修改"),
                            ("released", "审核公布"),
                            ("withdrawn", "撤下"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "typical",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edits",
                        to="publicity.typicalanswer",
                    ),
                ),
            ],
            options={
                "verbose_name": "典型答复的经手",
                "ordering": ["id"],
            },
        ),
        migrations.RunSQL(FORBID, reverse_sql=ALLOW),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
