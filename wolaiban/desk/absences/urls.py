"""Addresses of who is away, and of who stands in."""

from django.urls import path

from wolaiban.desk.absences import views

urlpatterns = [
    path("absences/", views.absences, name="absences"),
    path("absences/of/<int:pk>/", views.away, name="be_away"),
    path("absences/<int:pk>/deputy/", views.deputy, name="name_deputy"),
    path("absences/<int:pk>/back/", views.back, name="be_back"),
]
