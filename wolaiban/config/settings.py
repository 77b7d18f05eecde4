"""Settings. Read top to bottom; every value an operator may change comes from the environment or wolaiban.toml.

All of them are described in docs/settings.md, and a test holds the two together.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from wolaiban.config.logs import LEVELS, logging_settings
from wolaiban.installation import assets, configuration
from wolaiban.postgres import place

env = configuration.reader()
PACKAGE = Path(__file__).resolve().parent.parent

# ---- What this installation is
DATA_DIR = Path(env.location("WOLAIBAN_DATA", default=configuration.usual_data_dir()))
DEBUG = env.switch("DEBUG", default=False)  # production is the default; development says so
DEMO = env.switch("DEMO", default=False)  # one-press sign-in for the invented cast; never in production
SECRET_KEY = env.key("SECRET_KEY", DATA_DIR)  # refuses to start without
VAULT_KEYS = env.key("VAULT_KEYS", DATA_DIR)  # "id:base64,…", the first seals
RECEIPT_KEY = env.key("RECEIPT_KEY", DATA_DIR)
LEDGER_KEY = env.key("LEDGER_KEY", DATA_DIR)
LOOPBACK = ["127.0.0.1", "localhost"]  # by which this machine looks after itself
ALLOWED_HOSTS = env.several("ALLOWED_HOSTS", default=LOOPBACK)
ALLOWED_HOSTS += [name for name in LOOPBACK if name not in ALLOWED_HOSTS]
OFFICE_NAME = env("OFFICE_NAME", default="我来办")
# The code of the department that is told of accusations against the district's own office; without one none are taken.
DISCIPLINE_DEPARTMENT = env("DISCIPLINE_DEPARTMENT", default="")
CASE_PREFIX = env("CASE_PREFIX", default="FS")
UNIT_NAMES = env.location("UNIT_NAMES", default=PACKAGE / "places/data/everyday_names.csv")
TOWNSHIP_TILES = env.location("TOWNSHIP_TILES", default=PACKAGE / "places/data/fangshan_tiles.csv")
DUTY_HOURS = env(
    "DUTY_HOURS", default="08:00-17:30"
)  # the rest of the day and the night is that of the telephone
DUTY_FUNCTIONS = env.several("DUTY_FUNCTIONS", default=["studio_leader", "committee_member"])
RECEPTION_WEEKDAY = env.number("RECEPTION_WEEKDAY", default=3, least=1)  # from Monday as 1
RECEPTION_ON_HOLIDAY = env.choice(
    "RECEPTION_ON_HOLIDAY", default="next_working_day", of=("next_working_day", "skip")
)
SHIFT_SMS = env.switch("SHIFT_SMS", default=False)  # whether tomorrow's shift is also sent to a mobile phone
RECEPTION_GROUP_FROM = env.number("RECEPTION_GROUP_FROM", default=5, least=2)  # so many come as a group
AREA_CODE = env("AREA_CODE", default="010")  # put before a landline that was left without

# ---- How long things are kept, in days; what is not here has no period of its own (docs/decisions/0250)
A_MONTH = 30
KEEP_RECEPTION_WORDS_DAYS = env.number("KEEP_RECEPTION_WORDS_DAYS", default=1096, least=A_MONTH)
KEEP_BOOKING_PHONES_DAYS = env.number("KEEP_BOOKING_PHONES_DAYS", default=30, least=1)
KEEP_ROSTER_WORDS_DAYS = env.number("KEEP_ROSTER_WORDS_DAYS", default=366, least=A_MONTH)
KEEP_ASSOCIATE_WORDS_DAYS = env.number("KEEP_ASSOCIATE_WORDS_DAYS", default=731, least=A_MONTH)
KEEP_FEEDBACK_DAYS = env.number("KEEP_FEEDBACK_DAYS", default=731, least=A_MONTH)
KEEP_ABSENCES_DAYS = env.number("KEEP_ABSENCES_DAYS", default=731, least=A_MONTH)
KEEP_INVITATIONS_DAYS = env.number("KEEP_INVITATIONS_DAYS", default=366, least=A_MONTH)

# ---- Rooms, lowest first
INSTALLED_APPS = [
    "wolaiban.traces",
    "wolaiban.places",
    "wolaiban.people",
    "wolaiban.workflow",
    "wolaiban.catalogue",
    "wolaiban.residents",
    "wolaiban.cases",
    "wolaiban.ledger",
    "wolaiban.retention",
    "wolaiban.notices",
    "wolaiban.statistics",
    "wolaiban.associates",
    "wolaiban.mediation",
    "wolaiban.sponsorship",
    "wolaiban.duty",
    "wolaiban.publicity",
    "wolaiban.feedback",
    "wolaiban.phrases",
    "wolaiban.importing",
    "wolaiban.web",
    "wolaiban.desk",
    "wolaiban.demo",
    "wolaiban.portal",
    "wolaiban.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
    "csp",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wolaiban.web.running.slowness.Stopwatch",
    "wolaiban.web.middleware.KeptByNobody",
    "wolaiban.web.programs.Programs",  # what follows is for browsers
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wolaiban.web.middleware.PlainText",
    "wolaiban.web.sign_in.middleware.SignInRequired",
    "wolaiban.web.sign_in.middleware.OwnPasswordFirst",
    "wolaiban.web.sign_in.middleware.SecondFactorFirst",
    "wolaiban.web.sign_in.middleware.WhoActs",
    "wolaiban.web.middleware.Refusals",
]
ROOT_URLCONF = "wolaiban.config.urls"
WSGI_APPLICATION = "wolaiban.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

FORM_RENDERER = "wolaiban.web.drawn_widgets.Renderer"

# ---- Signing in: accounts are opened by administrators; there is no sign-up and no mail
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["wolaiban.web.sign_in.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name", "phone")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_ENGINE = "wolaiban.web.sign_in.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; ends with the browser as well
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "wolaiban.web.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
# Wrong passwords: 5 in 5 minutes for one account, 20 in a minute from one address (an office shares one).
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/300s/key",
    "login": "60/m/ip",
    "change_password": "5/m/user",
}
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=0)  # reverse proxies in front of us
WORK_BITS = env.number(
    "WORK_BITS", default=16
)  # what a noisy network's browser computes: 2**16 hashes, about a second
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Who must confirm a second step: a password alone opens no account from which many others are reached.
SECOND_FACTOR_FOR = env.several("SECOND_FACTOR_FOR", default=[] if DEMO else ["administrators", "district"])
# Whom every studio is to have: what the district's founding paper calls its unified composition (统一人员构成).
STUDIO_COMPOSITION = env.several("STUDIO_COMPOSITION", default=["studio_leader", "security", "women"])
MFA_ADAPTER = "wolaiban.web.sign_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = OFFICE_NAME
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off; each code still works only once
MFA_FORMS = {
    "authenticate": "wolaiban.web.sign_in.forms.SecondFactorForm",
    "reauthenticate": "wolaiban.web.sign_in.forms.SecondFactorAgainForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # the demo is served over plain http on localhost

# ---- What a browser may do with our pages: everything comes from this site, nothing is written into the page
HTTPS = env.switch(
    "HTTPS", default=not (DEBUG or DEMO)
)  # false only on a machine of one's own or a closed network
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_NAME = "wolaiban_session"
CSRF_COOKIE_HTTPONLY = True  # the token travels in the page
CSRF_FAILURE_VIEW = "wolaiban.portal.refusing.form_expired"
X_FRAME_OPTIONS = "DENY"
# A map on which a resident may put a pin: drawn from the operator's own server of tiles, or not at all.
MAP_TILES = env("MAP_TILES", default="")
MAP_CENTRE = env("MAP_CENTRE", default="39.73500,116.14300")
MAP_CREDIT = env("MAP_CREDIT", default="")
_tiles = urlsplit(MAP_TILES.replace("{s}", "*"))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [
            SELF,
            "data:",
            "blob:",
            *([f"{_tiles.scheme}://{_tiles.netloc}"] if _tiles.netloc else []),
        ],  # previews before upload are blobs
        "media-src": [SELF, "blob:"],  # a recording is listened to before it is sent
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# ---- Telling people outside: what is not configured is not sent; inside everybody is told anyway
SITE_URL = env("SITE_URL", default=f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}")
NOTICE_SMS_URL = env.secret("NOTICE_SMS_URL")  # some gateways put their password into it
NOTICE_SMS_SECRET = env.secret("NOTICE_SMS_SECRET")
NOTICE_MAIL_URL = env.secret("NOTICE_MAIL_URL")
NOTICE_MAIL_FROM = env("NOTICE_MAIL_FROM", default="")
NOTICE_ROBOTS = env.secret("NOTICE_ROBOTS")  # a secret as well: whoever has the address can post there
NOTICE_QUIET = env("NOTICE_QUIET", default="21:00-08:00")

# ---- Watching it run
METRICS_TOKEN = env.secret(
    "METRICS_TOKEN", least=32
)  # what Prometheus shows at /metrics; without one there is no such page
SLOW_PAGE_MS = env.number("SLOW_PAGE_MS", default=1000, least=1)  # a page that takes as long is noted

# ---- Programs that sign in with tokens
API_PER_MINUTE = env.number("API_PER_MINUTE", default=300)  # of one token; 0: no limit

# ---- Where things are kept
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES: dict[str, dict[str, Any]] = {"default": env.database("DATABASE_URL")}
if not DATABASES["default"]["NAME"]:  # no DATABASE_URL: our own PostgreSQL, which the wolaiban command starts
    private = place.of(DATA_DIR).connection()
    DATABASES["default"] |= {
        "HOST": private["host"],
        "PORT": private["port"],
        "NAME": private["dbname"],
        "USER": private["user"],
        "OPTIONS": {"passfile": private["passfile"]},
    }
POOLER = env.switch("POOLER", default=False)  # a pooler in transaction mode stands before the database
DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = (
    None if POOLER else 5
)  # how plans are kept
if POOLER:  # what lives as long as a session has no place there
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
else:  # What is prepared is planned once on each connection, for any values (wolaiban/database/prepared.py); and what takes
    # some hundredths of a second is not shared among more processes, which others are waiting for.
    PLANNING = "-c plan_cache_mode=force_generic_plan -c parallel_setup_cost=10000"
    DATABASES["default"]["OPTIONS"].setdefault("options", PLANNING)
DATABASES["default"] |= {
    "CONN_MAX_AGE": 600,  # one connection per web thread, kept
    "CONN_HEALTH_CHECKS": True,  # and looked at first, since the server may have been started again
    "TEST": {"NAME": env("TEST_DATABASE", default=None)},
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",  # shared: wrong passwords are counted here
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # beyond that it forgets at random, counts included
    }
}
BACKUP_DIR = env.location("BACKUP_DIR")  # another disk; empty: no backups, and doctor says so
BACKUP_KEEP = env.number("BACKUP_KEEP", default=14, least=1)
MEDIA_ROOT = DATA_DIR / "attachments"  # never served by address, only through what a person may see
CHECKPOINTS_DIR = Path(env.location("CHECKPOINTS_DIR", default=DATA_DIR / "checkpoints"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# ---- Styles and scripts: our own, and those of others; served by ourselves, so no network is needed
STATIC_URL = "/static/"
STATICFILES_DIRS = assets.folders()
WHITENOISE_USE_FINDERS = True  # no collecting step between an edit, or an update, and the page
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

# ---- Checkpoints of the ledger: under which name they are signed, which older keys are believed, who is sent one a day
LEDGER_NAME = env("LEDGER_NAME", default=f"wolaiban/{CASE_PREFIX}")
LEDGER_OLD_KEYS = env.several("LEDGER_OLD_KEYS", default=[])
LEDGER_ALG = env("LEDGER_ALG", default="sha256+ed25519")  # what new events are hashed by and signed under
LEDGER_WITNESSES = env.several("LEDGER_WITNESSES", default=[])
CHECKPOINT_MAIL = env.several("CHECKPOINT_MAIL", default=[])
MAIL = env.mail("EMAIL_URL", default="smtp://localhost:25")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_BACKEND"], MAIL["EMAIL_HOST"], MAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"] or "", MAIL["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.get("EMAIL_USE_TLS", False), MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default=EMAIL_HOST_USER or "wolaiban@localhost")

# ---- Language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# ---- What is written down about running: to standard error, no personal data
LOGGING = logging_settings(env.choice("LOG_LEVEL", default="WARNING", of=LEVELS))

env.refuse_unknown()  # by now everybody has asked
