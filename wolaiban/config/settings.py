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
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "wolaiban.config.urls"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- Where things are kept
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://postgres@127.0.0.1:5433/wolaiban")}
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DATABASE", default=None)}

# ---- Language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
