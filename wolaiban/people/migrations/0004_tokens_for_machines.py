"""Make room for the tokens with which programs sign in for a person.

A new table and two more kinds of change; no rows are touched.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_a_sign_in_name_is_one_in_any_case"),
    ]

    operations = [
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "开通账号"),
                    ("renamed", "更改姓名"),
                    ("deactivated", "停用账号"),
                    ("reactivated", "恢复账号"),
                    ("appointed", "任命岗位"),
                    ("ended", "结束任职"),
                    ("password_reset", "重置密码"),
                    ("second_factor_removed", "解除两步验证"),
                    ("token_made", "生成接口令牌"),
                    ("token_revoked", "作废接口令牌"),
                ],
                max_length=32,
                verbose_name="变动",
            ),
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="用途")),
                ("prefix", models.CharField(max_length=16, verbose_name="开头")),
                ("digest", models.BinaryField(unique=True)),
                ("scope", models.CharField(max_length=60, verbose_name="权限")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="生成时间"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="到期时间")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                ("last_used_at", models.DateTimeField(null=True, verbose_name="最近使用")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "接口令牌",
                "indexes": [models.Index(fields=["user", "-id"], name="people_token_by_user")],
            },
        ),
    ]
