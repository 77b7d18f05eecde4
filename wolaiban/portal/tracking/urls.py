"""Addresses of a resident's own matter. Which one it is says the session; an address only to whoever has signed in."""

from django.urls import path

from wolaiban.portal.tracking import views

urlpatterns = [
    path("", views.track, name="track"),
    path("follow/", views.follow, name="follow"),
    path("leave/", views.leave, name="leave"),
    path("case/", views.matter, name="matter"),
    path("own/<str:number>/", views.own, name="own_matter"),
    path("case/text-messages/", views.text_messages, name="text_messages"),
    path("case/proof.json", views.proof, name="proof"),
    path("case/steps/<slug:step>/", views.step, name="step"),
    path("case/attachments/<int:pk>/", views.attachment, name="attachment"),
]
