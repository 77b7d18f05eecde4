"""Addresses of the desk: what officers, volunteers and signed-in residents work with."""

from django.urls import include, path

app_name = "desk"
urlpatterns = [
    path("", include("wolaiban.desk.frame.urls")),
    path("", include("wolaiban.desk.handbook.urls")),
    path("", include("wolaiban.desk.lists.urls")),
    path("", include("wolaiban.desk.selection.urls")),
    path("", include("wolaiban.desk.board.urls")),
    path("", include("wolaiban.desk.typical_answers")),
    path("", include("wolaiban.desk.conferences")),
    path("", include("wolaiban.desk.own_duty")),
    path("", include("wolaiban.desk.sponsorships")),
    path("", include("wolaiban.desk.rosters")),
    path("", include("wolaiban.desk.rotations")),
    path("", include("wolaiban.desk.tickets")),
    path("", include("wolaiban.desk.receptions")),
    path("", include("wolaiban.desk.reception_days")),
    path("", include("wolaiban.desk.bookings")),
    path("", include("wolaiban.desk.associates")),
    path("", include("wolaiban.desk.feedbacks")),
    path("", include("wolaiban.desk.committees")),
    path("", include("wolaiban.desk.cases.urls")),
    path("", include("wolaiban.desk.notices.urls")),
    path("", include("wolaiban.desk.studios.urls")),
    path("", include("wolaiban.desk.imports.urls")),
    path("", include("wolaiban.desk.running.urls")),
    path("", include("wolaiban.desk.phrases.urls")),
    path("", include("wolaiban.desk.absences.urls")),
]
