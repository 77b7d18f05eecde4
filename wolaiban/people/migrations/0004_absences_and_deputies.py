"""Who is away from when to when, and who acts in their posts meanwhile.

Both are shortened, never changed otherwise or deleted: verifying needs them to say who acted for whom.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off

TABLES = ("people_absence", "people_deputy")
KEEP = """
CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept('ends');
CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
"""
RELEASE = """
DROP TRIGGER {table}_is_not_emptied ON {table};
DROP TRIGGER {table}_is_kept ON {table};
"""
KINDS = [
    ("opened", "开通账号"),
    ("renamed", "更改姓名"),
    ("deactivated", "停用账号"),
    ("reactivated", "恢复账号"),
    ("appointed", "任命岗位"),
    ("ended", "结束任职"),
    ("password_reset", "重置密码"),
    ("second_factor_removed", "解除两步验证"),
    ("away", "记下不在岗"),
    ("back", "回来上班"),
    ("deputy_named", "委托代理"),
    ("deputy_ended", "结束代理"),
    ("token_made", "生成接口令牌"),
    ("token_revoked", "作废接口令牌"),
]


def key(to: str, name: str | None = None, *, null: bool = False, related: str = "+") -> models.ForeignKey:  # type: ignore[type-arg]
    protect = django.db.models.deletion.PROTECT
    return models.ForeignKey(to, protect, null=null, related_name=related, verbose_name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_tables"),
        ("people", "0003_looks"),
    ]
    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField(verbose_name="从哪天起不在")),
                ("ends", models.DateField(help_text="自这一天起回来上班", verbose_name="回来的日子")),
                (
                    "noted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="记下的时间"),
                ),
                ("noted_by", key(settings.AUTH_USER_MODEL, "谁记的", null=True)),
                ("user", key(settings.AUTH_USER_MODEL, "人员", related="absences")),
            ],
            options={
                "verbose_name": "不在岗",
                "indexes": [models.Index(fields=["user", "ends"], name="people_absence_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(ends__gte=models.F("starts")),
                        name="people_absence_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deputy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField(verbose_name="代理开始")),
                ("ends", models.DateField(help_text="自这一天起不再代理", verbose_name="代理结束")),
                (
                    "given_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="委托的时间"),
                ),
                ("absence", key("people.absence", related="deputies")),
                ("given_by", key(settings.AUTH_USER_MODEL, "谁委托的", null=True)),
                ("own_post", key("people.post", "代理人的岗位")),
                ("post", key("people.post", "代理的岗位", related="deputies")),
            ],
            options={
                "verbose_name": "代理",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(ends__gte=models.F("starts")),
                        name="people_deputy_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.AlterField("change", "kind", models.CharField("变动", choices=KINDS, max_length=32)),
        migrations.RunSQL(
            "".join(KEEP.format(table=table) for table in TABLES),
            reverse_sql="".join(RELEASE.format(table=table) for table in TABLES),
        ),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
