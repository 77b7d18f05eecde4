"""The traces, which the database refuses to change, remove or empty. Adds a table; no rows are touched."""

from django.db import migrations, models

FORBID = """
CREATE FUNCTION traces_trace_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'traces are append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER traces_trace_is_append_only BEFORE UPDATE OR DELETE ON traces_trace
    FOR EACH ROW EXECUTE FUNCTION traces_trace_is_append_only();
CREATE TRIGGER traces_trace_is_not_emptied BEFORE TRUNCATE ON traces_trace
    FOR EACH STATEMENT EXECUTE FUNCTION traces_trace_is_append_only();
"""
ALLOW = """
DROP TRIGGER traces_trace_is_not_emptied ON traces_trace;
DROP TRIGGER traces_trace_is_append_only ON traces_trace;
DROP FUNCTION traces_trace_is_append_only();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("seq", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.BigIntegerField()),
                ("alg", models.CharField(max_length=20)),
                ("prev", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("body", models.BinaryField()),
            ],
            options={
                "verbose_name": "留痕",
                "ordering": ["seq"],
                "indexes": [models.Index(fields=["kind", "subject", "seq"], name="trace_of_a_row")],
            },
        ),
        migrations.RunSQL(FORBID, reverse_sql=ALLOW),
    ]
