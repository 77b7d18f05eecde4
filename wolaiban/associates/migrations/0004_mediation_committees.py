"""Make the tables of a mediation committee."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("associates", "0003_what_the_clock_tells"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MediationCommittee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="编号")),
                ("stage", models.CharField(max_length=16, verbose_name="环节")),
                ("version", models.PositiveIntegerField(default=0)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("head", models.BinaryField(default=b"")),
                ("changed_at", models.DateTimeField()),
                (
                    "elected_by",
                    models.CharField(
                        choices=[
                            ("villagers", "村民会议或者村民代表会议"),
                            ("residents", "居民会议"),
                            ("township", "乡镇、街道设立"),
                        ],
                        max_length=12,
                        verbose_name="怎么产生的",
                    ),
                ),
                ("starts", models.DateField(verbose_name="从哪天")),
                ("ends", models.DateField(verbose_name="到哪天为止")),
                ("chair", models.CharField(blank=True, max_length=24, verbose_name="主任")),
                ("women", models.PositiveSmallIntegerField(null=True, verbose_name="女委员几位")),
                (
                    "minority",
                    models.CharField(
                        choices=[
                            ("not_needed", "不是多民族居住的地方"),
                            ("there", "多民族居住，有人数较少民族的委员"),
                            ("lacking", "多民族居住，没有人数较少民族的委员"),
                        ],
                        default="not_needed",
                        max_length=12,
                        verbose_name="人数较少民族",
                    ),
                ),
                (
                    "counted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        default=list,
                        size=None,
                        verbose_name="核对时的委员",
                    ),
                ),
            ],
            options={
                "verbose_name": "调解委员会",
            },
        ),
        migrations.CreateModel(
            name="CommitteeSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "干部委员",
            },
        ),
        migrations.AddField(
            model_name="committeeseat",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mediationcommittee",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.unit"
            ),
        ),
        migrations.AddField(
            model_name="committeeseat",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="associates.mediationcommittee",
            ),
        ),
        migrations.AddIndex(
            model_name="mediationcommittee",
            index=models.Index(fields=["unit", "-id"], name="associates_committee_of"),
        ),
        migrations.AddConstraint(
            model_name="mediationcommittee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "in_office")), fields=("unit",), name="associates_one_committee"
            ),
        ),
        migrations.AddConstraint(
            model_name="committeeseat",
            constraint=models.UniqueConstraint(fields=("committee", "person"), name="associates_seat_of_one"),
        ),
    ]
