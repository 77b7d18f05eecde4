"""The tables of a case, the refusal to change an event, and the indexes by which words are found.

As it stood before the rooms shared one engine, so that ledgers of then go on from here (decision 0136).

The history of a case is evidence; the rule belongs where no code path can forget it.

Chinese has no spaces to split words at, and the private PostgreSQL has no pg_trgm, so titles, places, numbers and words
are indexed by their pairs of characters. An index of an expression holds no copy to keep in step: whoever erases words
erases them from the index. A pair is written behind the number of its lot, eight thousand cases in the order in which
they came in (the case's key without its last thirteen bits): whoever looks for what very many say reads the lots beside
the page and no others.

PostgreSQL guesses the number of cases among the events from a sample of pages, where those of one case lie side by
side: with a million cases it guessed 57,000, and read whole indexes rather than look into a case's events. So it is told
that a case has five.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import wolaiban.cases.models.case
from wolaiban.database.migrating import put_nothing_off

OPEN = ["answered", "disputed", "joint", "raised", "reported", "resolved", "working"]
FORBID = """
CREATE FUNCTION cases_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER cases_event_is_append_only BEFORE UPDATE OR DELETE ON cases_event
    FOR EACH ROW EXECUTE FUNCTION cases_event_is_append_only();
CREATE TRIGGER cases_event_is_never_emptied BEFORE TRUNCATE ON cases_event
    FOR EACH STATEMENT EXECUTE FUNCTION cases_event_is_append_only();
"""
ALLOW = """
DROP TRIGGER cases_event_is_never_emptied ON cases_event;
DROP TRIGGER cases_event_is_append_only ON cases_event;
DROP FUNCTION cases_event_is_append_only();
"""
PAIRS = """
CREATE FUNCTION cases_pairs(lot bigint, words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    characters text[] := string_to_array(upper(words), NULL);
    pairs text[] := '{}';
BEGIN
    FOR place IN 1 .. cardinality(characters) - 1 LOOP
        pairs[place] := lot || characters[place] || characters[place + 1];
    END LOOP;
    RETURN pairs;
END $$
"""
CASES = """
CREATE INDEX case_says ON cases_case
 USING gin (cases_pairs(id >> 13, number || E'\\n' || title || E'\\n' || place_words))
"""
STATEMENTS = "CREATE INDEX statement_says ON cases_statement USING gin (cases_pairs(case_id >> 13, words))"
GUESS = "ALTER TABLE cases_event ALTER COLUMN case_id SET (n_distinct = -0.2)"


class Migration(migrations.Migration):
    replaces = [
        ("cases", "0001_the_tables_of_a_case"),
        ("cases", "0002_events_are_append_only"),
        ("cases", "0003_reports_without_an_account_and_receipts"),
        ("cases", "0004_keys_of_what_programs_send"),
        ("cases", "0005_search_by_pairs_of_characters"),
        ("cases", "0006_orders_by_the_date_they_name"),
        ("cases", "0007_the_board_counts_from_an_index"),
        ("cases", "0008_brought_to_notice_are_found_at_once"),
        ("cases", "0009_the_board_counts_in_order"),
        ("cases", "0010_indexes_that_nobody_needed"),
        ("cases", "0011_search_by_lots_of_cases"),
        ("cases", "0012_events_are_not_asked_for_by_time"),
        ("cases", "0013_what_is_held_is_found_by_its_stage"),
        ("cases", "0014_what_bodies_of_format_two_hold"),
        ("cases", "0015_history_is_found_by_when_it_was_reported"),
        ("cases", "0016_deadlines_know_their_calendar"),
        ("cases", "0017_receipts_are_marked"),
        ("cases", "0018_pauses_and_call_backs_are_found"),
        ("cases", "0019_the_board_counts_what_is_kept_close"),
    ]

    initial = True

    dependencies = [
        ("catalogue", "0001_tables"),
        ("people", "0001_tables"),
        ("places", "0001_initial"),
        ("residents", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, verbose_name="件号")),
                ("key", models.CharField(max_length=64, null=True, verbose_name="防重键")),
                ("salt", models.BinaryField(default=wolaiban.cases.models.case.fresh_salt)),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("place_words", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("enquiry", "咨询"),
                            ("help", "求助"),
                            ("complaint", "投诉"),
                            ("tip_off", "举报"),
                            ("suggestion", "建议"),
                            ("accusation", "检举控告"),
                        ],
                        max_length=16,
                        verbose_name="诉求类型",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("walk_in", "来访"),
                            ("call", "来电"),
                            ("online", "网上"),
                            ("letter", "来信"),
                            ("fax", "传真"),
                            ("outreach_visit", "干部走访"),
                            ("screening", "排查"),
                            ("volunteer", "志愿者上报"),
                            ("hotline", "12345 派单"),
                            ("import", "批量导入"),
                        ],
                        max_length=16,
                        verbose_name="来源",
                    ),
                ),
                ("urgent", models.BooleanField(default=False, verbose_name="紧急")),
                ("invented", models.BooleanField(default=False, verbose_name="虚构")),
                (
                    "tier",
                    models.CharField(
                        choices=[("minor", "小事"), ("major", "大事"), ("hard", "难事")],
                        max_length=8,
                        verbose_name="层级",
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
                        max_length=12,
                        verbose_name="环节",
                    ),
                ),
                ("counted_from", models.DateTimeField()),
                ("deadline", models.DateTimeField(null=True)),
                ("rung", models.PositiveSmallIntegerField(default=0)),
                ("wake_at", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("paused_until", models.DateTimeField(null=True)),
                (
                    "pause_reason",
                    models.CharField(
                        choices=[
                            ("materials", "等待当事人补充材料"),
                            ("appraisal", "等待鉴定、检测结论"),
                            ("proceeding", "等待诉讼、仲裁、复议结果"),
                            ("season", "季节或天气原因暂不能施工"),
                            ("on_request", "当事人要求暂缓"),
                            ("force_majeure", "不可抗力"),
                        ],
                        max_length=16,
                        null=True,
                    ),
                ),
                ("extension_days", models.PositiveSmallIntegerField(null=True)),
                ("extended_days", models.PositiveSmallIntegerField(default=0)),
                ("petition_at", models.DateTimeField(null=True)),
                ("petition_accepted_at", models.DateTimeField(null=True)),
                ("flagged_at", models.DateTimeField(null=True)),
                ("supervised_at", models.DateTimeField(null=True)),
                ("supervise_due", models.DateTimeField(null=True)),
                ("reported_at", models.DateTimeField(verbose_name="反映时间")),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间"),
                ),
                ("resolved_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("solved", "诉求合理，已解决"),
                            ("partly", "部分解决"),
                            ("explained", "已解释说明"),
                            ("helped", "生活困难，已帮扶"),
                            ("by_law", "依法处理"),
                        ],
                        max_length=12,
                        null=True,
                    ),
                ),
                (
                    "root_cause",
                    models.CharField(
                        choices=[
                            ("facility", "设施老化或缺失"),
                            ("service", "服务管理不到位"),
                            ("policy", "政策不明或不完善"),
                            ("neighbours", "邻里之间有分歧"),
                            ("contract", "合同或权属不清"),
                            ("hardship", "家庭生活困难"),
                            ("legacy", "历史遗留问题"),
                            ("breach", "违法违规行为"),
                            ("misunderstanding", "情况不了解"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        null=True,
                    ),
                ),
                ("turn", models.PositiveIntegerField(default=0)),
                ("seq", models.PositiveIntegerField(default=0)),
                ("head", models.BinaryField(default=b"")),
                ("changed_at", models.DateTimeField()),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="places.studio",
                        verbose_name="代理工作室",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.category",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.edition"
                    ),
                ),
                (
                    "extension_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "guided_back",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handled_cases",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_cases",
                        to="places.unit",
                        verbose_name="承办单位",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_cases",
                        to="cases.case",
                    ),
                ),
                (
                    "raiser",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                        verbose_name="所在村居",
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        choices=[("office", "区联席办的人"), ("director", "区联席办主任本人")],
                        max_length=12,
                        verbose_name="检举对象",
                    ),
                ),
                ("backfilled", models.BooleanField(default=False, verbose_name="补录的历史")),
                ("call_back_due", models.DateTimeField(null=True, verbose_name="抽查回访")),
                ("sensitive", models.BooleanField(default=False, verbose_name="敏感事项")),
                ("counted_by", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "事项",
                "indexes": [
                    models.Index(
                        models.F("unit"), models.OrderBy(models.F("id"), descending=True), name="case_by_unit"
                    ),
                    models.Index(
                        models.F("township"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="case_by_township",
                    ),
                    models.Index(
                        models.F("handler"),
                        models.F("deadline"),
                        condition=models.Q(("stage__in", OPEN)),
                        name="case_handled",
                    ),
                    models.Index(
                        models.F("stage"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="case_by_stage",
                    ),
                    models.Index(
                        models.F("category"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="case_by_category",
                    ),
                    models.Index(
                        models.F("wake_at"),
                        condition=models.Q(("wake_at__isnull", False)),
                        name="case_to_wake",
                    ),
                    models.Index(
                        models.F("registered_by"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="case_by_registrar",
                    ),
                    models.Index(
                        models.F("supervise_due"),
                        condition=models.Q(("supervise_due__isnull", False)),
                        name="case_ordered_by",
                    ),
                    models.Index(
                        models.F("deadline"),
                        condition=models.Q(("flagged_at__isnull", False)),
                        name="case_flagged",
                    ),
                    models.Index(models.F("holder"), models.F("stage"), name="case_held"),
                    models.Index(models.F("reported_at"), name="case_by_when_reported"),
                    models.Index(
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("backfilled", True)),
                        name="case_of_history",
                    ),
                    models.Index(
                        models.F("paused_at"),
                        condition=models.Q(("paused_at__isnull", False)),
                        name="case_paused",
                    ),
                    models.Index(
                        models.F("call_back_due"),
                        condition=models.Q(("call_back_due__isnull", False)),
                        name="case_to_call_back",
                    ),
                    models.Index(
                        condition=models.Q(("stage__in", OPEN)),
                        fields=["township", "stage", "tier", "deadline"],
                        include=(
                            "paused_at",
                            "unit",
                            "holder",
                            "about",
                            "sensitive",
                            "handler",
                            "registered_by",
                        ),
                        name="case_alike_for_the_board",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", OPEN), _negated=True),
                            ("deadline__isnull", False),
                            _connector="OR",
                        ),
                        name="case_open_has_a_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "closed"), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="case_closed_when_it_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("stage", "merged")),
                            models.Q(
                                models.Q(("stage", "merged"), _negated=True), ("merged_into__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="case_merged_into_another",
                    ),
                    models.UniqueConstraint(fields=("number",), name="case_number_once"),
                    models.UniqueConstraint(fields=("key",), name="case_key_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
            },
        ),
        migrations.CreateModel(
            name="Complainant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("self", "本人"),
                            ("guardian", "监护人"),
                            ("relative", "家属"),
                            ("neighbour", "邻居代为反映"),
                            ("proxy", "委托代理人"),
                        ],
                        max_length=12,
                        verbose_name="身份",
                    ),
                ),
                ("representative", models.BooleanField(default=False, verbose_name="代表人")),
                ("reachable", models.BooleanField(default=True, verbose_name="能联系上")),
                ("answered_at", models.DateTimeField(null=True)),
                ("judged_at", models.DateTimeField(null=True)),
                (
                    "solved",
                    models.CharField(
                        choices=[("yes", "解决了"), ("partly", "部分解决"), ("no", "没有解决")],
                        max_length=8,
                        null=True,
                    ),
                ),
                (
                    "satisfaction",
                    models.CharField(
                        choices=[("satisfied", "满意"), ("basically", "基本满意"), ("unsatisfied", "不满意")],
                        max_length=12,
                        null=True,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complainants",
                        to="cases.case",
                    ),
                ),
                (
                    "home_case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lent_complainants",
                        to="cases.case",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="residents.resident",
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "反映人",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "resident"), name="complainant_once_in_a_case")
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=24)),
                (
                    "source",
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
                        max_length=12,
                    ),
                ),
                (
                    "target",
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
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("role", models.CharField(max_length=12)),
                ("alg", models.CharField(max_length=24)),
                ("prev", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("body", models.BinaryField()),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="cases.case",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "进展",
                "ordering": ["case_id", "seq"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "seq"), name="event_once_in_its_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(null=True, verbose_name="内容")),
                ("salt", models.BinaryField(null=True)),
                ("commitment", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="cases.case",
                    ),
                ),
                (
                    "complainant",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="cases.complainant",
                    ),
                ),
            ],
            options={
                "verbose_name": "原话",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("erased_at__isnull", True), ("salt__isnull", False), ("words__isnull", False)
                            ),
                            models.Q(
                                ("erased_at__isnull", False), ("salt__isnull", True), ("words__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="statement_erased_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "当面"),
                            ("phone", "电话"),
                            ("sms", "短信"),
                            ("letter", "书面"),
                            ("online", "网上"),
                        ],
                        max_length=12,
                        verbose_name="方式",
                    ),
                ),
                ("told_at", models.DateTimeField(verbose_name="告知时间")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="cases.case"
                    ),
                ),
                (
                    "complainant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.complainant",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.statement"
                    ),
                ),
            ],
            options={
                "verbose_name": "反馈",
            },
        ),
        migrations.CreateModel(
            name="Summons",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("leads", models.BooleanField(default=False, verbose_name="牵头")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("called", "待报到"),
                            ("reported_in", "已报到，办理中"),
                            ("objected", "提出职责异议"),
                            ("answered", "已出具意见"),
                            ("released", "异议成立，已解除"),
                            ("called_off", "联动已解除"),
                        ],
                        max_length=12,
                    ),
                ),
                ("urgent", models.BooleanField(default=False)),
                ("called_at", models.DateTimeField()),
                ("report_due", models.DateTimeField()),
                ("due", models.DateTimeField()),
                ("reported_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("report_flagged", models.BooleanField(default=False)),
                ("due_flagged", models.BooleanField(default=False)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="summonses", to="cases.case"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.statement",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="summonses",
                        to="places.unit",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.statement"
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("objected_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "吹哨",
                "ordering": ["-leads", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["called", "reported_in", "objected"])),
                        fields=["department", "due"],
                        name="summons_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["called", "reported_in", "objected"])),
                        fields=("case", "department"),
                        name="summons_open_once_for_a_department",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.BinaryField(unique=True)),
                ("pin", models.BinaryField(null=True)),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("void_at", models.DateTimeField(null=True)),
                (
                    "complainant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="cases.complainant",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("mark", models.BinaryField(null=True)),
            ],
            options={
                "verbose_name": "回执",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("void_at__isnull", True)),
                        fields=("complainant",),
                        name="receipt_one_that_opens",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BinaryField()),
                ("digest", models.BinaryField()),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.event",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "提交",
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="submission_once")],
            },
        ),
        migrations.RunSQL(FORBID, reverse_sql=ALLOW),
        migrations.RunSQL("CREATE SEQUENCE case_number", reverse_sql="DROP SEQUENCE case_number"),
        migrations.RunSQL(PAIRS, reverse_sql="DROP FUNCTION cases_pairs(bigint, text)"),
        migrations.RunSQL(CASES, reverse_sql="DROP INDEX case_says"),
        migrations.RunSQL(STATEMENTS, reverse_sql="DROP INDEX statement_says"),
        migrations.RunSQL(
            GUESS, reverse_sql="ALTER TABLE cases_event ALTER COLUMN case_id RESET (n_distinct)"
        ),
        migrations.RunPython(put_nothing_off, migrations.RunPython.noop),
    ]
