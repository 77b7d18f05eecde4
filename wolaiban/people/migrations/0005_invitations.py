"""Invitations instead of passwords: kept for good, but that they are used or void."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off

KEEP = """
CREATE TRIGGER people_invitation_is_kept BEFORE UPDATE OR DELETE ON people_invitation
    FOR EACH ROW EXECUTE FUNCTION ledger_rows_are_kept('used_at', 'void_at');
CREATE TRIGGER people_invitation_is_not_emptied BEFORE TRUNCATE ON people_invitation
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_rows_are_kept();
"""
RELEASE = """
DROP TRIGGER people_invitation_is_not_emptied ON people_invitation;
DROP TRIGGER people_invitation_is_kept ON people_invitation;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_tables"),
        ("people", "0004_absences_and_deputies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "开通账号"),
                    ("renamed", "更改姓名"),
                    ("phone", "更改工作电话"),
                    ("invited", "发出邀请"),
                    ("joined", "凭邀请码设了密码"),
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
                ],
                max_length=32,
                verbose_name="变动",
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BinaryField(unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[("slip", "邀请条"), ("sms", "短信")], max_length=8, verbose_name="方式"
                    ),
                ),
                (
                    "issued_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="发出时间"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="到期时间")),
                ("used_at", models.DateTimeField(null=True, verbose_name="使用时间")),
                ("void_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁发的",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "邀请",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("used_at", None), ("void_at", None)),
                        fields=("user",),
                        name="people_invitation_one_open",
                    )
                ],
            },
        ),
        migrations.RunSQL(KEEP, reverse_sql=RELEASE),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
