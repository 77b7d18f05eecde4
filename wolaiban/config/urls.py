"""Every address of the house, face by face."""

from django.conf import settings
from django.urls import include, path

from wolaiban.desk.staff.views import my_account
from wolaiban.web.health import healthz
from wolaiban.web.running.metrics import metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("account/", my_account, name="my_account"),
    path("account/", include("wolaiban.web.sign_in.urls")),
    path("api/", include("wolaiban.api.urls")),
    path("catalogue/", include("wolaiban.desk.catalogue.urls")),
    path("staff/", include("wolaiban.desk.staff.urls")),
    path("", include("wolaiban.desk.urls")),
    path("", include("wolaiban.portal.urls")),
]

handler400 = "wolaiban.portal.refusing.bad_request"
handler404 = "wolaiban.portal.refusing.page_not_found"
handler500 = "wolaiban.web.failing.server_error"

if settings.DEMO:  # one-press sign-in for the invented cast
    urlpatterns.insert(0, path("demo/", include("wolaiban.demo.pages.urls")))
