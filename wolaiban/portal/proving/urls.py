"""Addresses at which anybody checks that nothing was changed: no account, no receipt."""

from django.urls import path

from wolaiban.portal.proving import views

urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("key/", views.key, name="ledger_key"),
    path("checkpoint/", views.newest, name="newest_checkpoint"),
    path("checkpoints/<int:number>/", views.checkpoint, name="checkpoint"),
    path("cosignatures/", views.cosignatures, name="cosignatures"),
    path("check/", views.check, name="check_proof"),
    path("verifier.py", views.verifier, name="verifier"),
]
