"""Addresses of the portal: what residents meet. No account is needed for any of them."""

from django.urls import include, path

from wolaiban.portal import elder

app_name = "portal"
urlpatterns = [
    path("ledger/", include("wolaiban.portal.proving.urls")),
    path("", include("wolaiban.portal.finding.urls")),
    path("", include("wolaiban.portal.waiting.urls")),
    path("elder/", elder.elder, name="elder"),
    path("", include("wolaiban.portal.reporting.urls")),
    path("", include("wolaiban.portal.figures.urls")),
    path("track/", include("wolaiban.portal.tracking.urls")),
    path("", include("wolaiban.portal.answers.urls")),
    path("", include("wolaiban.portal.certificates.urls")),
    path("", include("wolaiban.portal.feeds.urls")),
    path("", include("wolaiban.portal.volunteering.urls")),
    path("", include("wolaiban.portal.visiting.urls")),
]
