"""Addresses of reporting. All of them lie under /report/, which is as far as its service worker reaches."""

from django.urls import path

from wolaiban.portal.reporting import checking, suggestions, views

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/units/", suggestions.units, name="report_units"),
    path("report/kinds/", suggestions.kinds, name="report_kinds"),
    path("report/call/", suggestions.call, name="report_call"),
    path("report/check-file/", checking.check_file, name="report_check_file"),
    path("report/ready/", views.ready, name="report_ready"),
    path("report/worker.js", views.worker, name="report_worker"),
    path("report/privacy/", views.privacy, name="privacy"),
]
