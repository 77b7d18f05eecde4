"""Whether a certificate is true: its period and its hours, and nothing of whose it is."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wolaiban.associates.certificates import is_true
from wolaiban.associates.models import HoursCertificate


@login_not_required
@require_safe
def certificate(request: HttpRequest, serial: str) -> HttpResponse:
    found = HoursCertificate.objects.filter(serial=serial).first()
    true = found if found is not None and is_true(found) else None
    status = HTTPStatus.OK if true else HTTPStatus.NOT_FOUND
    return render(request, "portal/certificates/certificate.html", {"certificate": true}, status=status)
