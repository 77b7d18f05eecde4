"""Addresses of notices: what I was told, my morning, what was told about a case, how texts are worded."""

from django.urls import path

from wolaiban.desk.notices import preferring, reading, texts, watching

urlpatterns = [
    path("notices/", reading.notices, name="notices"),
    path("notices/read/", reading.read_all, name="read_notices"),
    path("notices/morning/", reading.morning, name="morning"),
    path("notices/preferences/", preferring.preferences, name="preferences"),
    path("notices/deliveries/", watching.deliveries, name="deliveries"),
    path("notices/deliveries/<int:pk>/resend/", watching.resend, name="resend"),
    path("notices/texts/", texts.texts, name="texts"),
    path("notices/texts/<slug:key>/", texts.text, name="text"),
    path("notices/texts/<slug:key>/restore/", texts.restore, name="restore_text"),
    path("notices/<int:pk>/", reading.notice, name="notice"),
    path("cases/<str:number>/notices/", watching.about_case, name="case_notices"),
]
