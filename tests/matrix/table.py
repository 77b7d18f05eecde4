"""Every address of the house and what it answers to everybody: route × method × relation.

`get` and `post` say what those who have signed in are answered: one status for all, or for each status who gets it, and
everybody else 404, as if there were nothing. Whoever has not signed in, and whose account is closed, is sent to sign in,
unless the row says `open_to_all`. A role's addresses are built from `World.facts`.

Of a step: 200 to whom its form is drawn, 403 to whoever sees the subject and may not take it, 409 where something stands
in its way, 422 to whoever may and sends an empty form, 302 where nothing is asked and it was taken. 405: nobody sends there.
"""

from __future__ import annotations

from collections.abc import Set

from tests.matrix.routes import SIGNED_OUT, Answers, Route
from tests.matrix.table_of_visits import visits
from tests.matrix.world import EVERYBODY, NAME, PHONE, STRANGERS_CANARIES
from wolaiban.api.steps import FOR_PEOPLE
from wolaiban.api.subjects import OPERATIONS

# ---- Relations to the matter of `world.py`, by name
AGENTS = {"qin", "bai"}  # the village that carries it for the residents
HOLDERS = {"gao", "fang"}  # the township that holds it
DISTRICT = {"shen", "lian"}
OFFICERS = AGENTS | HOLDERS | DISTRICT | {"he"}  # he: of a department that was called
LOOKERS = OFFICERS | {"cheng"}  # the leader in charge
INSIDE = LOOKERS | {"jian"}  # the auditor, who reads and is told nobody's name
SEES = INSIDE | {"wang", "zhi"}  # who complains, who brought it in

# ---- Posts, whatever the matter
WITHOUT_OFFICE = {"wang", "li", "zhi", "yan", "gu"}  # gu's post has ended
SIGNED_IN = set(EVERYBODY) - {"ting"}
IN_OFFICE = SIGNED_IN - WITHOUT_OFFICE
HAS_LEDGER = IN_OFFICE - {"guan"}  # who keeps accounts sees no matters
NO_LEDGER = WITHOUT_OFFICE | {"guan"}
WATCHERS = {"cheng", "jian", "guan", "he", "ning", "gu"}  # may register nothing
REGISTERS = SIGNED_IN - WATCHERS
TAKES_DOWN = REGISTERS - {"wang", "li"}
IMPORTS = TAKES_DOWN - {"zhi", "yan"}  # no volunteers
NO_IMPORTS = SIGNED_IN - IMPORTS
KEEPS, MAY_BE_AWAY = IN_OFFICE - {"cheng", "jian", "guan"}, IN_OFFICE - {"jian", "guan"}  # write answers
CARETAKERS = DISTRICT | {"guan"}
READERS = IN_OFFICE - CARETAKERS
DESCRIBES = {"qin", "nan", "zhou", "gao", "fang", "tang", "guan"} | DISTRICT  # keep some studio up to date
KEEPERS, DESCRIBES_THIS = {"guan", "lian"}, HOLDERS | DISTRICT | {"guan"}  # that of the township
BOARD_OF_TOWNSHIP = HOLDERS | DISTRICT | {"cheng", "jian"}
SEES_DRAFT = AGENTS | BOARD_OF_TOWNSHIP
CONFERS, RELEASES = {"tang", "jian"} | DISTRICT, {"qin", "fang"} | DISTRICT
PROPOSES = AGENTS | DISTRICT | {"fang", "cheng"}  # gao is not the one it was given to
WRITES = RELEASES | {"bai"}
SEES_ROSTER = AGENTS | HOLDERS | DISTRICT | {"jian"}
HAS_DOOR = AGENTS | HOLDERS | DISTRICT | {"nan", "zhou", "tang"}  # where people are received and called
NO_DOOR, LEADS_DOOR = {"he", "ning", "cheng", "jian"}, {"fang", "lian", "nan", "zhou"}
ON_DUTY = HAS_DOOR | {"he", "ning"}  # officers: whoever may have a shift somewhere
NEVER_ON_DUTY = SIGNED_IN - ON_DUTY
HOLD_POSTS = IN_OFFICE | {"zhi", "yan"}
KEEPS_FEEDBACK = DISTRICT | {"guan"}
SEES_ASSOCIATE = SEES_ROSTER | {"zhi"}  # whose own it is


def caretakers(done: int) -> dict[int, Set[str]]:
    return {done: CARETAKERS, 403: READERS}


def keepers(done: int) -> dict[int, Set[str]]:
    return {done: KEEPERS}


def importer(done: int) -> dict[int, Set[str]]:
    """What qin sent is hers alone."""
    return {done: {"qin"}, 404: IMPORTS - {"qin"}, 403: NO_IMPORTS}


SENT, SOMEBODY = {"uuid": "sent"}, {"pk": "somebody"}
CASE, PERSON = {"number": "number"}, {"number": "number", "pk": "complainant"}
STAFF_LIST, NO_KEY = {"uuid": "staff_list"}, {"pk": "nothing"}
SIGN_IN_PAGE: Answers = {200: SIGNED_OUT, 302: SIGNED_IN}

# fmt: off
ROUTES = (
    #     name                            who may look                        who may send                       built from, sent
    Route("healthz",                      503, 405, open_to_all=True),  # no worker runs in tests
    Route("metrics",                      404, 405, open_to_all=True),  # no token is set in tests
    # -- signing in, and one's own account: a person's own, whoever they are
    Route("account_login",                SIGN_IN_PAGE,                       SIGN_IN_PAGE, open_to_all=True),
    Route("account_logout",               200,                                302),
    Route("account_inactive",             200,                                405, open_to_all=True),
    Route("account_invitation",           SIGN_IN_PAGE,                       {422: SIGNED_OUT, 302: SIGNED_IN}, open_to_all=True),
    Route("account_join",                 302,                                302, open_to_all=True),  # nobody has shown a code
    Route("account_reauthenticate",       403,                                403),  # the cast has no passwords
    Route("account_change_password",      302,                                302),
    Route("account_set_password",         200,                                200),
    Route("mfa_login_webauthn",           302,                                302),
    Route("mfa_index",                    200),
    Route("mfa_authenticate",             302,                                302),
    Route("mfa_reauthenticate",           403,                                403),
    Route("mfa_activate_totp",            200,                                200),
    Route("mfa_deactivate_totp",          404,                                404),
    Route("mfa_view_recovery_codes",      404),
    Route("mfa_generate_recovery_codes",  200,                                200),
    Route("mfa_download_recovery_codes",  404,                                404),
    Route("mfa_list_webauthn",            200),
    Route("mfa_add_webauthn",             200,                                200),
    Route("mfa_reauthenticate_webauthn",  403,                                403),
    Route("mfa_remove_webauthn",          404,                                404,                               NO_KEY),
    Route("mfa_edit_webauthn",            404,                                404,                               NO_KEY),
    Route("end_session",                  405,                                404,                               NO_KEY),
    Route("usersessions_list",            200,                                302),
    Route("my_account",                   200),
    Route("tokens",                       200,                                422),
    Route("revoke_token",                 405,                                404,                               NO_KEY),
    # -- the catalogue: everyone in office reads, the district changes
    Route("catalogue:current",            {200: IN_OFFICE}),
    Route("catalogue:editions",           {200: IN_OFFICE}),
    Route("catalogue:edition",            {200: IN_OFFICE},                   405,                               {"pk": "edition"}),
    Route("catalogue:edition",            404,                                405,                               {"pk": "draft"}),
    Route("catalogue:draft",              caretakers(200)),
    Route("catalogue:start",              405,                                caretakers(409)),
    Route("catalogue:draft_step",               caretakers(200),                    caretakers(422),                   {"step": "=publish"}),
    Route("catalogue:draft_step",               caretakers(200),                    caretakers(302),                   {"step": "=discard"}),
    Route("catalogue:draft_step",               caretakers(200),                    caretakers(422),                   {"step": "=add"}),
    Route("catalogue:draft_step",               caretakers(200),                    caretakers(422),                   {"step": "=amend"}),
    Route("catalogue:draft_step",               caretakers(200),                    caretakers(422),                   {"step": "=move"}),
    Route("catalogue:draft_step",               caretakers(200),                    caretakers(422),                   {"step": "=set_limit"}),
    Route("catalogue:draft_step",               caretakers(200),                    caretakers(422),                   {"step": "=drop_limit"}),
    Route("catalogue:draft_step",               caretakers(200),                    caretakers(422),                   {"step": "=report_in_by"}),
    Route("catalogue:draft_step",               {403: CARETAKERS | READERS},        {403: CARETAKERS | READERS},                   {"step": "=replace"}),
    # -- accounts and posts
    Route("staff:people",                 keepers(200)),
    Route("staff:open",                   keepers(200),                       keepers(422)),
    Route("staff:person",                 keepers(200),                       405,                               SOMEBODY),
    Route("staff:person",                 404,                                405,                               {"pk": "resident_account"}),
    Route("staff:appoint",                keepers(200),                       keepers(422),                      SOMEBODY),
    Route("staff:rename",                 keepers(200),                       keepers(422),                      SOMEBODY),
    Route("staff:phone",                  keepers(200),                       keepers(422),                      SOMEBODY),
    Route("staff:units",                  keepers(200)),
    Route("staff:functions",              keepers(200)),
    Route("staff:composition",            keepers(200)),
    Route("staff:invitations",            keepers(200)),
    Route("staff:print_slips",            405,                                keepers(200)),
    Route("staff:send_texts",             keepers(200),                       keepers(200)),
    Route("staff:lists",                  keepers(200),                       keepers(422)),
    Route("staff:list",                   {200: {"guan"}},                    405,                               STAFF_LIST),
    Route("staff:take_list",              405,                                {302: {"guan"}},                   STAFF_LIST),
    Route("staff:end_missing",            {200: {"guan"}},                    {422: {"guan"}},                   STAFF_LIST),
    Route("staff:drop_list",              405,                                {302: {"guan"}},                   STAFF_LIST),
    Route("staff:end",                    keepers(200),                       keepers(302),                      {**SOMEBODY, "post_pk": "post"}),
    Route("staff:errand",                 keepers(200),                       keepers(302),                      {**SOMEBODY, "name": "=deactivate"}),
    Route("staff:errand",                 404,                                404,                               {**SOMEBODY, "name": "=promote"}),
    # -- lists: the district's matters to those in office, to others their own
    # -- the portal: open to all; whoever has signed in goes on with their own work
    Route("portal:home",                  {200: SIGNED_OUT, 302: SIGNED_IN}, open_to_all=True),
    Route("portal:ledger",                200, open_to_all=True),
    Route("portal:ledger_key",            200, open_to_all=True),
    Route("portal:newest_checkpoint",     404, open_to_all=True),  # none is made in this world
    Route("portal:cosignatures",          405,                                400,                               open_to_all=True, signed=True),
    Route("portal:checkpoint",            404,                                405,                               {"number": "=1"}, open_to_all=True),
    Route("portal:check_proof",           200, open_to_all=True),
    Route("portal:verifier",              200, open_to_all=True),
    Route("portal:studios",               200, open_to_all=True),
    Route("portal:studio",                200,                                405,                               {"code": "township"}, open_to_all=True),
    Route("portal:studio",                404,                                405,                               {"code": "=110111999999"}, open_to_all=True),
    Route("portal:elder",                 405,                                302, open_to_all=True),
    Route("portal:report",                200,                                422, open_to_all=True),
    Route("portal:report_units",          200, open_to_all=True),
    Route("portal:report_kinds",          405,                                200, open_to_all=True),
    Route("portal:report_call",           200,                                405, open_to_all=True),
    Route("portal:report_check_file",     405,                                422, open_to_all=True),
    Route("portal:report_ready",          200,                                405, open_to_all=True),
    Route("portal:report_worker",         200, open_to_all=True),
    Route("portal:privacy",               200, open_to_all=True),
    Route("portal:figures",               200, open_to_all=True),
    Route("portal:figures_sheet",         200, open_to_all=True),
    Route("portal:track",                 200,                                422, open_to_all=True),
    Route("portal:follow",                405,                                302, open_to_all=True),
    Route("portal:leave",                 405,                                302, open_to_all=True),
    Route("portal:matter",                302, 405, open_to_all=True),  # nobody has shown a receipt
    Route("portal:own_matter",            {302: {"wang"}},                    405,                               CASE),
    Route("portal:text_messages",         405,                                302, open_to_all=True),
    Route("portal:proof",                 302, 405, open_to_all=True),
    Route("portal:step",                  302,                                302,                               {"step": "=urge"}, open_to_all=True),
    Route("portal:attachment",            404,                                405,                               {"pk": "attachment"}, open_to_all=True),
    Route("portal:answers",               200, open_to_all=True),
    Route("portal:answer",                200,                                405,                               {"pk": "released"}, open_to_all=True),
    Route("portal:answer",                404,                                405,                               {"pk": "drafted"}, open_to_all=True),
    Route("desk:inbox",                   {200: IN_OFFICE, 302: WITHOUT_OFFICE}),
    Route("desk:preview",                 {200: INSIDE},                      405,                               CASE),
    Route("desk:ledger",                  {200: HAS_LEDGER, 302: NO_LEDGER}),
    Route("desk:search",                  302),
    Route("desk:export",                  {200: HAS_LEDGER}),
    Route("desk:save_filter",             405,                                {302: HAS_LEDGER}),
    Route("desk:drop_filter",             405,                                302,                               NO_KEY),
    Route("desk:step_on_selected",        {302: HAS_LEDGER},                  {302: HAS_LEDGER},                 {"step": "=accept"}),  # nothing is ticked
    Route("desk:step_on_selected",        404,                                404,                               {"step": "=resolve"}),
    Route("desk:export_selected",         {302: HAS_LEDGER}),
    Route("desk:print_selected",          {302: HAS_LEDGER}),
    Route("desk:sheets_of_selected",      {302: HAS_LEDGER}),
    Route("desk:mine",                    200),
    # -- what stands around every page
    Route("desk:more",                    200),
    Route("desk:keys",                    200),
    Route("desk:handbook",                200),
    Route("desk:handbook_page",           200,                                405,                               {"shelf": "=handbook", "name": "=counter"}),
    Route("desk:handbook_page",           404,                                405,                               {"shelf": "=handbook", "name": "=nothing"}),
    Route("desk:palette",                 200),
    Route("desk:find",                    200),
    Route("desk:waiting",                 200),
    Route("desk:looks",                   405,                                302),
    # -- importing: what qin sent is hers alone
    Route("desk:imports",                 {200: IMPORTS, 403: NO_IMPORTS},    {422: IMPORTS, 403: NO_IMPORTS}),
    Route("desk:import",                  importer(200),                      405,                               SENT),
    Route("desk:correct_import",          405,                                importer(302),                     SENT),
    Route("desk:start_import",            405,                                importer(302),                     SENT),
    Route("desk:stop_import",             405,                                importer(302),                     SENT),
    Route("desk:drop_import",             405,                                importer(302),                     SENT),
    Route("desk:import_result",           importer(200),                      405,                               SENT),
    Route("desk:board",                   {302: IN_OFFICE - {"guan"}}),
    Route("desk:board_of",                {200: BOARD_OF_TOWNSHIP},           405,                               {"code": "township"}),
    Route("desk:board_sheet",             {200: BOARD_OF_TOWNSHIP},           405,                               {"code": "township"}),
    Route("desk:board_urgent",            {200: BOARD_OF_TOWNSHIP},           405,                               {"code": "township"}),
    # -- a conference of the other township about a case of its own: proposed by tang, and not called yet
    Route("desk:conferences",             {200: IN_OFFICE - {"guan"}}),
    Route("desk:conference",              {200: CONFERS},                     405,                               {"pk": "conference"}),
    Route("desk:conference_step",         {200: {"tang"}, 403: CONFERS},      {422: {"tang"}, 403: CONFERS},     {"pk": "conference", "step": "=list_item"}),
    Route("desk:conference_step",         {403: CONFERS},                     {403: CONFERS},                    {"pk": "conference", "step": "=call"}),
    Route("desk:propose_conference",      {200: PROPOSES, 403: SEES},         {422: PROPOSES, 403: SEES},        {"number": "number"}),
    *(Route(f"desk:sponsorship{page}",    {200: IN_OFFICE - {"guan"}}) for page in ("s", "_figures")),  # of the matter: fang named cheng
    Route("desk:sponsorship",             {200: INSIDE},                      405,                               {"pk": "sponsorship"}),
    Route("desk:sponsorship_step",        {200: {"cheng"}, 403: INSIDE},      {422: {"cheng"}, 403: INSIDE},     {"pk": "sponsorship", "step": "=look"}),
    Route("desk:sponsorship_step",        {200: {"fang"}, 403: INSIDE},       {422: {"fang"}, 403: INSIDE},      {"pk": "sponsorship", "step": "=discharge"}),
    Route("desk:sponsor_sponsorship",     {409: {"fang", "lian"}, 403: SEES}, {409: {"fang", "lian"}, 403: SEES}, {"number": "number"}),
    # -- next month's roster of the village, a draft, and its rotation
    Route("desk:rosters",                 {200: IN_OFFICE - {"guan"}}),
    Route("desk:roster",                  {200: SEES_ROSTER},                 405,                               {"pk": "roster"}),
    Route("desk:roster_sheet",            {200: SEES_ROSTER},                 405,                               {"pk": "roster"}),
    Route("desk:roster_step",             {200: AGENTS, 403: SEES_ROSTER},    {422: AGENTS, 403: SEES_ROSTER},   {"pk": "roster", "step": "=put"}),
    Route("desk:roster_step",             {200: {"qin"}, 403: SEES_ROSTER},   {302: {"qin"}, 403: SEES_ROSTER},  {"pk": "roster", "step": "=post"}),
    Route("desk:roster_step",             {409: HOLDERS, 403: SEES_ROSTER},   {409: HOLDERS, 403: SEES_ROSTER},  {"pk": "roster", "step": "=cover"}),
    Route("desk:own_duty",                {200: ON_DUTY}),
    Route("desk:make_feed",               405,                                {200: ON_DUTY, 403: NEVER_ON_DUTY}),
    Route("desk:end_feed",                405,                                302),
    Route("desk:say_at_door",             405,                                {302: ON_DUTY, 403: NEVER_ON_DUTY}),
    Route("portal:duty_feed",             404,                                405,                               {"secret": "=none"}, open_to_all=True),
    Route("desk:roster_gaps",             {200: HOLDERS | DISTRICT | {"cheng", "tang", "jian"}}),
    Route("desk:roster_figures",          {200: HOLDERS | DISTRICT | {"cheng", "tang", "jian"}}),
    Route("desk:draw_up_roster",          {200: HAS_DOOR, 403: NO_DOOR},      {422: HAS_DOOR, 403: NO_DOOR}),
    Route("desk:rotations",               {200: IN_OFFICE - {"guan"}}),
    Route("desk:rotation",                {200: SEES_ROSTER},                 405,                               {"pk": "rotation"}),
    Route("desk:rotation_step",           {200: {"qin"}, 403: SEES_ROSTER},   {422: {"qin"}, 403: SEES_ROSTER},  {"pk": "rotation", "step": "=rewrite"}),
    Route("desk:set_up_rotation",         {200: LEADS_DOOR, 409: {"qin"}, 403: HAS_DOOR | NO_DOOR}, {422: LEADS_DOOR, 409: {"qin"}, 403: HAS_DOOR | NO_DOOR}),
    # -- somebody who was answered by word in the village
    Route("desk:receptions",              {200: IN_OFFICE - {"guan"}}),
    Route("desk:reception",               {200: SEES_ROSTER},                 405,                               {"pk": "reception"}),
    Route("desk:reception_step",          {200: AGENTS, 403: SEES_ROSTER},    {422: AGENTS, 403: SEES_ROSTER},   {"pk": "reception", "step": "=annotate"}),
    Route("desk:reception_step",          {200: AGENTS, 403: SEES_ROSTER},    {422: AGENTS, 403: SEES_ROSTER},   {"pk": "reception", "step": "=strike"}),
    Route("desk:tickets",                 {200: HAS_DOOR}),  # nobody has a shift in this world, so all at the door are on duty
    Route("desk:past_tickets",            {200: HAS_DOOR}),
    Route("desk:hand_out_ticket",         {200: HAS_DOOR, 403: NO_DOOR},      {302: HAS_DOOR, 403: NO_DOOR}),
    Route("desk:call_next",               405,                                {302: HAS_DOOR}),
    Route("desk:close_counter",           {200: HAS_DOOR},                    {302: HAS_DOOR}),
    Route("desk:ticket",                  {200: AGENTS},                      405,                               {"pk": "ticket"}),
    Route("desk:ticket_slip",             {200: AGENTS},                      405,                               {"pk": "ticket"}),
    Route("desk:leave_ticket",            {200: AGENTS},                      {302: AGENTS},                     {"pk": "ticket"}),
    Route("desk:ticket_step",             {200: AGENTS},                      {302: AGENTS},                     {"pk": "ticket", "step": "=call"}),
    Route("desk:ticket_step",             {200: AGENTS},                      {302: AGENTS},                     {"pk": "called", "step": "=call_again"}),
    Route("desk:ticket_step",             {200: AGENTS},                      {422: AGENTS},                     {"pk": "called", "step": "=serve"}),
    Route("desk:ticket_step",             {200: AGENTS},                      {302: AGENTS},                     {"pk": "called", "step": "=close_day"}),
    Route("portal:wait",                  200,                                405,                               {"code": "wait_code"}, open_to_all=True),
    Route("portal:wait",                  404,                                405,                               {"code": "=1-none"}, open_to_all=True),
    Route("portal:screen",                200,                                405,                               {"code": "township"}, open_to_all=True),
    Route("desk:reception_figures",       {200: IN_OFFICE - {"guan"}}),
    Route("desk:record_reception",        {200: HAS_DOOR, 403: NO_DOOR},      {422: HAS_DOOR, 403: NO_DOOR}),
    *visits(AGENTS, HAS_DOOR, NO_DOOR, SEES_ROSTER, HAS_LEDGER),
    Route("desk:associates",              {200: IN_OFFICE - {"guan"}}),
    Route("desk:find_associates",         {200: IN_OFFICE - {"guan"}}),
    Route("desk:own_associate",           {302: (IN_OFFICE - {"guan"}) | {"zhi"}, 200: {"yan"}}),
    Route("desk:associate",               {200: SEES_ASSOCIATE},              405,                               {"pk": "associate"}),
    Route("desk:associate_step",          {200: AGENTS | {"zhi"}, 403: SEES_ASSOCIATE}, {422: AGENTS | {"zhi"}, 403: SEES_ASSOCIATE}, {"pk": "associate", "step": "=show"}),
    Route("desk:associate_step",          {200: AGENTS, 403: SEES_ASSOCIATE}, {422: AGENTS, 403: SEES_ASSOCIATE}, {"pk": "associate", "step": "=change"}),
    Route("desk:associate_step",          {200: AGENTS | {"zhi"}, 403: SEES_ASSOCIATE}, {302: AGENTS | {"zhi"}, 403: SEES_ASSOCIATE}, {"pk": "associate", "step": "=leave"}, {"sure": "on"}),
    Route("desk:associate_certificate",   {200: SEES_ASSOCIATE},              405,                               {"pk": "associate", "certificate": "proof"}),
    Route("portal:certificate",           200,                                405,                               {"serial": "serial"}, open_to_all=True),
    Route("portal:certificate",           404,                                405,                               {"serial": "=none"}, open_to_all=True),
    Route("desk:associate_identity",      {200: AGENTS | HOLDERS | DISTRICT, 403: {"jian", "zhi"}}, {200: AGENTS | HOLDERS | DISTRICT, 403: {"jian", "zhi"}}, {"pk": "associate"}, {"reason": "通知活动改了时间"}),
    Route("desk:associate_hours",         {200: SEES_ASSOCIATE},              405,                               {"pk": "associate"}),
    Route("desk:associate_figures",       {200: HOLDERS | DISTRICT | {"cheng", "tang", "jian"}}),
    Route("desk:associate",               {200: SEES_ROSTER},                 405,                               {"pk": "offer"}),
    Route("portal:volunteer",             200,                                422,                               open_to_all=True),
    Route("portal:volunteered",           200,                                405,                               {"number": "offer_number", "code": "offer_code"}, open_to_all=True),
    Route("desk:committees",              {200: IN_OFFICE - {"guan"}}),
    Route("desk:committee",               {200: SEES_ROSTER},                 405,                               {"pk": "committee"}),
    Route("desk:committee_step",          {200: AGENTS | HOLDERS, 403: SEES_ROSTER}, {422: AGENTS | HOLDERS, 403: SEES_ROSTER}, {"pk": "committee", "step": "=seat"}),
    Route("desk:lacking_committees",      {200: HOLDERS | DISTRICT | {"cheng", "tang", "jian"}}),
    Route("desk:establish_committee",     {200: HAS_DOOR - AGENTS, 409: AGENTS, 403: NO_DOOR}, {422: HAS_DOOR - AGENTS, 409: AGENTS, 403: NO_DOOR}),
    Route("desk:enlist_associate",        {200: HAS_DOOR, 403: NO_DOOR},      {422: HAS_DOOR, 403: NO_DOOR}),
    # -- what bai said of the product
    Route("desk:feedbacks",               {200: HOLD_POSTS}),
    Route("desk:give_feedback",           {200: HOLD_POSTS},                  {422: HOLD_POSTS}),
    Route("desk:feedback",                {200: KEEPS_FEEDBACK | {"bai"}},    405,                               {"pk": "feedback"}),
    Route("desk:feedback_step",           {200: KEEPS_FEEDBACK, 403: {"bai"}}, {422: KEEPS_FEEDBACK, 403: {"bai"}}, {"pk": "feedback", "step": "=reply"}),
    Route("desk:feedback_step",           {200: {"bai"}, 403: KEEPS_FEEDBACK}, {422: {"bai"}, 403: KEEPS_FEEDBACK}, {"pk": "feedback", "step": "=add"}),
    # -- typical answers: of a closed case of the village; wrote: bai
    Route("desk:typical_answers",         {200: IN_OFFICE - {"guan"}}),
    Route("desk:typical_answer",                 {200: SEES_DRAFT},                  405,                               {"pk": "drafted"}),
    Route("desk:typical_answer_step",            {200: WRITES, 403: SEES_DRAFT},     {422: WRITES, 403: SEES_DRAFT},     {"pk": "drafted", "step": "=rewrite"}),
    Route("desk:typical_answer_step",            {200: RELEASES, 403: SEES_DRAFT},   {302: RELEASES, 403: SEES_DRAFT},   {"pk": "drafted", "step": "=release"}, {"agreed": "on"}),
    Route("desk:typical_answer_step",            {200: RELEASES | {"bai"}, 403: SEES_DRAFT}, {422: RELEASES | {"bai"}, 403: SEES_DRAFT}, {"pk": "drafted", "step": "=withdraw"}),
    Route("desk:write_typical_answer",           {200: AGENTS | DISTRICT, 403: SEES_DRAFT | {"li"}}, {422: AGENTS | DISTRICT, 403: SEES_DRAFT | {"li"}}, {"number": "closed"}),
    # -- registering
    Route("desk:register",                {200: REGISTERS, 403: WATCHERS},    {422: REGISTERS, 403: WATCHERS}),
    Route("desk:unit_names",              200),
    Route("desk:suggest_units",           200),
    Route("desk:categories",              200,                                405,                               {"edition_id": "edition"}),
    Route("desk:categories",              404,                                405,                               {"edition_id": "draft"}),
    Route("desk:earlier",                 405,                                {200: TAKES_DOWN}),
    Route("desk:contacts",                405,                                200),
    Route("desk:kinds_heard",             405,                                {200: TAKES_DOWN}),
    Route("desk:nearby",                  200),
    # -- who is away: said by those in office, for whom they lead as well; nan will be away tomorrow
    Route("desk:absences",                {200: MAY_BE_AWAY}),
    Route("desk:be_away",                 {200: {"bai", "qin", "fang"}},      {422: {"bai", "qin", "fang"}},     SOMEBODY),
    Route("desk:name_deputy",             {200: {"nan", "fang"}},             {422: {"nan", "fang"}},            {"pk": "absence"}),
    Route("desk:be_back",                 {200: {"nan", "fang"}},             {302: {"nan", "fang"}},            {"pk": "absence"}),
    # -- phrases: kept by everybody in office who writes answers; none is there in this world
    Route("desk:phrases",                 {200: KEEPS},                       {422: KEEPS}),
    Route("desk:phrase",                  404,                                404,                               NO_KEY),
    Route("desk:remove_phrase",           405,                                404,                               NO_KEY),
    Route("desk:offer_phrases",           {200: KEEPS},                       405,                               {"place": "=resolve.result"}),
    Route("desk:offer_phrases",           404,                                405,                               {"place": "=resolve.photos"}),
    Route("desk:suggest_typical",         {200: KEEPS}),
    # -- the API: described to all who have signed in; its operations let in tokens alone (tests/api), sessions never
    Route("api:docs",                     200),
    Route("api:openapi",                  200, open_to_all=True),
    Route("api:cases",                    401,                                401,                               open_to_all=True),
    Route("api:case",                     401,                                405,                               CASE, open_to_all=True),
    Route("api:attachment",               401,                                405,                               {**CASE, "pk": "attachment"}, open_to_all=True),
    Route("api:units",                    401, open_to_all=True),
    Route("api:categories",               401, open_to_all=True),
    Route("api:me",                       401, open_to_all=True),
    Route("api:duty_now",                 401, open_to_all=True),
    *(Route(f"api:{step.name}",           405,                                401,                               CASE, open_to_all=True) for step in FOR_PEOPLE),
    *(Route(f"api:{kind.name}_{step}",    405,                                401,                               CASE, open_to_all=True) for kind, step in OPERATIONS),
    # -- studios: what they say of themselves, and what hangs at their doors
    Route("desk:studios",                 {200: DESCRIBES - {"qin", "nan", "zhou"}, 302: {"qin", "nan", "zhou"}}),
    Route("desk:studio",                  {200: DESCRIBES_THIS},              {302: DESCRIBES_THIS},             {"code": "township"}),
    Route("desk:poster",                  {200: DESCRIBES_THIS},              405,                               {"code": "township"}),
    Route("desk:leaflet",                 {200: DESCRIBES_THIS},              405,                               {"code": "township"}),
    # -- one matter
    Route("desk:case",                    {200: SEES},                        405,                               CASE),
    Route("desk:step",                    {200: AGENTS | {"fang", "he"}, 403: SEES}, {302: AGENTS | {"fang", "he"}, 403: SEES}, {**CASE, "step": "=note"}, {"text": "看过。"}),
    Route("desk:step",                    404,                                404,                               {**CASE, "step": "=bribe"}),
    Route("desk:attachment",              {200: SEES},                        405,                               {**CASE, "pk": "attachment"}),
    Route("desk:attachment",              404,                                405,                               {**CASE, "pk": "others_attachment"}),
    Route("desk:case_sheet",              {200: INSIDE},                      405,                               CASE),
    Route("desk:slips",                   405,                                {200: AGENTS | {"fang"}, 403: SEES},  CASE),
    Route("desk:reveal",                  {200: LOOKERS, 403: {"jian"}},      {200: LOOKERS, 403: {"jian"}},     PERSON, {"reason": "电话核实位置"}),
    Route("desk:reveal",                  404,                                404,                               {**CASE, "pk": "others_complainant"}, {"reason": "电话核实位置"}),
    Route("desk:correct",                 {200: AGENTS | {"fang"}, 403: INSIDE}, {302: AGENTS | {"fang"}, 403: INSIDE}, PERSON, {"name": "王秀瑛", "reason": "登记时写错了"}),
    Route("desk:correct",                 404,                                404,                               {**CASE, "pk": "others_complainant"}, {"name": "王秀瑛", "reason": "登记时写错了"}),
    Route("desk:erase",                   {200: AGENTS | DISTRICT, 403: INSIDE}, {302: AGENTS | DISTRICT, 403: INSIDE}, PERSON, {"reason": "本人要求删除"}),
    Route("desk:erase",                   404,                                404,                               {**CASE, "pk": "others_complainant"}, {"reason": "本人要求删除"}),
    # -- notices: one's own; a matter's, for those inside; texts and gateways, for the district
    Route("desk:notices",                 200),
    Route("desk:notice",                  404,                                405,                               NO_KEY),
    Route("desk:read_notices",            405,                                302),
    Route("desk:morning",                 {200: {"qin", "nan", "zhou"}}),
    Route("desk:preferences",             200,                                302),
    Route("desk:case_notices",            {200: INSIDE},                      405,                               CASE),
    Route("desk:deliveries",              {200: CARETAKERS}),
    Route("desk:running",                 keepers(200)),
    Route("desk:send_trial",              405,                                keepers(302)),
    Route("desk:resend",                  405,                                404,                               NO_KEY),
    Route("desk:texts",                   {200: CARETAKERS}),
    Route("desk:text",                    {200: CARETAKERS},                  {422: CARETAKERS},                 {"key": "=receipt"}),
    Route("desk:text",                    404,                                404,                               {"key": "=nothing"}),
    Route("desk:restore_text",            405,                                {302: CARETAKERS},                 {"key": "=receipt"}),
)
# fmt: on

PAGES = tuple((route, method) for route in ROUTES for method in ("get", "post"))
# The places where an identity leaves the house: for whom, and what of it.
REVEALS = {
    ("desk:reveal", "post"): (LOOKERS, STRANGERS_CANARIES),
    ("desk:associate_identity", "post"): (OFFICERS, (NAME, PHONE)),
    ("desk:booking_phone", "post"): (AGENTS, (PHONE,)),
}
