"""Settings. Read top to bottom; every value an operator may change comes from the environment."""

from pathlib import Path

import environ

env = environ.FileAwareEnv()  # NAME_FILE=/run/secrets/name is read as NAME
BASE_DIR = Path(__file__).resolve().parent.parent.parent

# ---- What this installation is
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)  # one-press sign-in for the invented cast; never in production
SECRET_KEY = env("SECRET_KEY", default="scratch-until-the-ground-is-laid")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
OFFICE_NAME = env("OFFICE_NAME", default="我来办")
CASE_PREFIX = env("CASE_PREFIX", default="FS")
DATA_DIR = Path(env("WOLAIBAN_DATA", default=str(BASE_DIR / ".data")))
VAULT_KEYS = env("VAULT_KEYS", default="")

# ---- Rooms, lowest first
INSTALLED_APPS = [
    "wolaiban.places",
    "wolaiban.people",
    "wolaiban.catalogue",
    "wolaiban.residents",
    "wolaiban.cases",
    "wolaiban.web",
    "wolaiban.desk",
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
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wolaiban.people.middleware.SignInRequired",
    "wolaiban.people.middleware.OwnPasswordFirst",
    "wolaiban.people.middleware.WhoActs",
]
ROOT_URLCONF = "wolaiban.config.urls"
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

# ---- Signing in: accounts are opened by administrators; there is no sign-up and no mail
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
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
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; ends with the browser as well
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "wolaiban.people.signing_in.AccountAdapter"
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
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)  # reverse proxies in front of us
MFA_ADAPTER = "wolaiban.people.signing_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = OFFICE_NAME
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off; each code still works only once
MFA_FORMS = {
    "authenticate": "wolaiban.people.signing_in_forms.SecondFactorForm",
    "reauthenticate": "wolaiban.people.signing_in_forms.SecondFactorAgainForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # the demo is served over plain http on localhost

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- Where things are kept
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://postgres@127.0.0.1:5433/wolaiban")}
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DATABASE", default=None)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# ---- Language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
