"""The tables of the catalogue, and the refusal to change an edition once it is published.

As it stood before the rooms shared one engine, so that ledgers of then go on from here (decision 0136).

Cases keep the promise they were registered under, and processes keep in memory what they read of a published edition;
both rest on this. A published edition may only be replaced.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wolaiban.database.migrating import put_nothing_off

FORBID = """
CREATE FUNCTION catalogue_edition_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'replaced'
       AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'edition % is published and cannot change', OLD.id USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION catalogue_part_of_edition_is_settled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    settled bigint;
BEGIN
    SELECT id INTO settled FROM catalogue_edition
     WHERE state <> 'draft'
       AND id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.edition_id END,
                  CASE WHEN TG_OP <> 'DELETE' THEN NEW.edition_id END)
     LIMIT 1;
    IF settled IS NOT NULL THEN
        RAISE EXCEPTION 'edition % is published and cannot change', settled USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER edition_is_settled BEFORE UPDATE OR DELETE ON catalogue_edition
    FOR EACH ROW EXECUTE FUNCTION catalogue_edition_is_settled();
CREATE TRIGGER category_is_settled BEFORE INSERT OR UPDATE OR DELETE ON catalogue_category
    FOR EACH ROW EXECUTE FUNCTION catalogue_part_of_edition_is_settled();
CREATE TRIGGER limit_is_settled BEFORE INSERT OR UPDATE OR DELETE ON catalogue_limit
    FOR EACH ROW EXECUTE FUNCTION catalogue_part_of_edition_is_settled();
"""
ALLOW = """
DROP TRIGGER limit_is_settled ON catalogue_limit;
DROP TRIGGER category_is_settled ON catalogue_category;
DROP TRIGGER edition_is_settled ON catalogue_edition;
DROP FUNCTION catalogue_part_of_edition_is_settled();
DROP FUNCTION catalogue_edition_is_settled();
"""


class Migration(migrations.Migration):
    replaces = [
        ("catalogue", "0001_initial"),
        ("catalogue", "0002_published_editions_do_not_change"),
        ("catalogue", "0003_calendars_that_were_loaded"),
    ]

    initial = True

    dependencies = [
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=50, verbose_name="版本名称")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿"), ("published", "现行"), ("replaced", "已替换")],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "report_in_hours",
                    models.PositiveSmallIntegerField(default=24, verbose_name="部门报到时限（小时）"),
                ),
                (
                    "urgent_report_in_hours",
                    models.PositiveSmallIntegerField(default=2, verbose_name="紧急报到时限（小时）"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="起草时间")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "目录版本",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("state",),
                        name="one_published_edition",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")), fields=("state",), name="one_draft_edition"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="代码")),
                ("name", models.CharField(max_length=50, verbose_name="名称")),
                ("path", models.CharField(max_length=200, verbose_name="全称")),
                (
                    "usual_tier",
                    models.CharField(
                        choices=[("minor", "小事"), ("major", "大事"), ("hard", "难事")],
                        default="minor",
                        max_length=10,
                        verbose_name="通常级别",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="在用")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="排序")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                        verbose_name="主管部门",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="catalogue.category",
                        verbose_name="上级",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="categories",
                        to="catalogue.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "事项",
                "ordering": ["position", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "code"), name="category_code_in_edition")
                ],
            },
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("reported", "待受理"),
                            ("working", "办理中"),
                            ("raised", "已上报待承接"),
                            ("joint", "吹哨联动中"),
                            ("resolved", "已办待反馈"),
                            ("answered", "已反馈待评价"),
                            ("disputed", "有异议待复核"),
                            ("closed", "已办结"),
                            ("declined", "不予受理"),
                            ("withdrawn", "已撤回"),
                            ("merged", "已并案"),
                        ],
                        max_length=20,
                        verbose_name="环节",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("minor", "小事"), ("major", "大事"), ("hard", "难事")],
                        max_length=10,
                        null=True,
                        verbose_name="级别",
                    ),
                ),
                ("amount", models.PositiveSmallIntegerField(verbose_name="数量")),
                (
                    "measure",
                    models.CharField(
                        choices=[("hours", "小时"), ("days", "天"), ("working_days", "个工作日")],
                        max_length=20,
                        verbose_name="单位",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="limits",
                        to="catalogue.category",
                        verbose_name="事项",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="limits",
                        to="catalogue.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "时限",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "category", "stage", "tier"),
                        name="one_limit_for_each_promise",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="limit_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(max_length=200, verbose_name="文件")),
                ("days", models.JSONField(verbose_name="日期")),
                ("loaded_at", models.DateTimeField(auto_now_add=True, verbose_name="装入时间")),
            ],
            options={
                "verbose_name": "工作日历",
                "ordering": ["id"],
            },
        ),
        migrations.RunSQL(FORBID, reverse_sql=ALLOW),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
