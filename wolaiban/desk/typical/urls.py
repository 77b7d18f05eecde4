"""Addresses of typical answers at the desk."""

from django.urls import path

from wolaiban.desk.typical import views

urlpatterns = [
    path("typical/", views.typical_answers, name="typical_answers"),
    path("typical/<int:pk>/", views.typical, name="typical"),
    path("typical/<int:pk>/rewrite/", views.rewrite_typical, name="rewrite_typical"),
    path("typical/<int:pk>/release/", views.release_typical, name="release_typical"),
    path("typical/<int:pk>/withdraw/", views.withdraw_typical, name="withdraw_typical"),
    path("cases/<str:number>/typical/", views.write_typical, name="write_typical"),
]
