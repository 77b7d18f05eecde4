"""Accounts, posts and the record of what was done to them."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
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
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["unit", "function"], name="people_post_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends", None), ("ends__gte", models.F("starts")), _connector="OR"),
                name="people_post_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends", None)),
                fields=("user", "unit", "function"),
                name="people_post_held_once",
            ),
        ),
    ]
