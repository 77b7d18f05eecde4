"""Addresses of typical answers at the desk."""

from django.urls import path

from wolaiban.desk.subjects.taking import step_view
from wolaiban.desk.typical import views

urlpatterns = [
    path("typical/", views.typical_answers, name="typical_answers"),
    path("typical/<int:pk>/", views.typical, name="typical"),
    path("typical/<int:pk>/<slug:step>/", step_view(views.FACE), name="typical_step"),
    path("cases/<str:number>/typical/", views.write_typical, name="write_typical"),
]
