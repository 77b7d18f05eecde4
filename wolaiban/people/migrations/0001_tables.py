"""Accounts, posts and tokens, and the record of what was done to them and of what studios said of themselves.

Who gave whom which power is evidence, and so is which number residents were told to call, and by whom: rows of both
records are added, never altered or deleted. The rule belongs where no code path can forget it.

A sign-in name is taken once, whatever the case of its letters: people do not remember capitals, and two accounts that
differ only in them would be mistaken for each other. The index also serves the look-up at sign-in.
"""

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off

FORBID = """
CREATE FUNCTION people_change_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of people_change are added, never altered or deleted';
END $$;
CREATE TRIGGER people_change_is_append_only BEFORE UPDATE OR DELETE ON people_change
    FOR EACH ROW EXECUTE FUNCTION people_change_is_append_only();
CREATE FUNCTION people_studiochange_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of people_studiochange are added, never altered or deleted';
END $$;
CREATE TRIGGER people_studiochange_is_append_only BEFORE UPDATE OR DELETE ON people_studiochange
    FOR EACH ROW EXECUTE FUNCTION people_studiochange_is_append_only();
"""
ALLOW = """
DROP TRIGGER people_studiochange_is_append_only ON people_studiochange;
DROP FUNCTION people_studiochange_is_append_only();
DROP TRIGGER people_change_is_append_only ON people_change;
DROP FUNCTION people_change_is_append_only();
"""


class Migration(migrations.Migration):
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_changes_are_append_only"),
        ("people", "0003_a_sign_in_name_is_one_in_any_case"),
        ("people", "0004_tokens_for_machines"),
        ("people", "0005_studio_changes"),
        ("people", "0006_studio_changes_are_append_only"),
    ]

    initial = True

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=40, unique=True, verbose_name="登录名")),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="工作电话")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="工作邮箱")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
                ("must_change_password", models.BooleanField(default=False, verbose_name="登录后须改密码")),
                ("invented", models.BooleanField(default=False, verbose_name="虚构人物")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="开通时间"),
                ),
            ],
            options={
                "verbose_name": "账号",
                "indexes": [models.Index(fields=["name", "id"], name="people_user_by_name")],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("username"),
                        name="people_username_is_one_in_any_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "function",
                    models.CharField(
                        choices=[
                            ("studio_leader", "工作室负责人"),
                            ("committee_member", "两委成员"),
                            ("security", "治保委员"),
                            ("women", "妇联委员"),
                            ("family_planning", "计生委员"),
                            ("volunteer", "志愿者"),
                            ("township_coordinator", "镇街统筹员"),
                            ("township_leader", "镇街负责人"),
                            ("leader_in_charge", "包片领导"),
                            ("department_officer", "部门经办人"),
                            ("department_head", "部门负责人"),
                            ("district_office", "区联席办工作人员"),
                            ("district_director", "区联席办主任"),
                            ("auditor", "审计员"),
                            ("administrator", "系统管理员"),
                        ],
                        max_length=32,
                        verbose_name="岗位",
                    ),
                ),
                ("starts", models.DateField(verbose_name="任职日期")),
                (
                    "ends",
                    models.DateField(
                        blank=True, help_text="自这一天起不再任职", null=True, verbose_name="卸任日期"
                    ),
                ),
                (
                    "appointed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="任命人",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="places.unit",
                        verbose_name="单位",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "indexes": [models.Index(fields=["unit", "function"], name="people_post_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="people_post_ends_after_it_starts",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends", None)),
                        fields=("user", "unit", "function"),
                        name="people_post_held_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("facts", models.JSONField(default=dict, verbose_name="情况")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经手人",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="对象",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="people.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员变动",
                "ordering": ["-at", "-id"],
            },
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
        migrations.CreateModel(
            name="StudioChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                ("facts", models.JSONField(default=dict, verbose_name="情况")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经手人",
                    ),
                ),
                (
                    "studio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="places.studio",
                        verbose_name="工作室",
                    ),
                ),
            ],
            options={
                "verbose_name": "工作室资料变动",
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.RunSQL(FORBID, reverse_sql=ALLOW),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
