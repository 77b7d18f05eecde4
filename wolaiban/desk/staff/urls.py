"""Addresses of the pages on which accounts and posts are kept."""

from django.urls import path

from wolaiban.desk.staff import views

app_name = "staff"
urlpatterns = [
    path("", views.people, name="people"),
    path("open/", views.open_for, name="open"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/appoint/", views.appoint_to, name="appoint"),
    path("<int:pk>/rename/", views.rename_to, name="rename"),
    path("<int:pk>/posts/<int:post_pk>/end/", views.end, name="end"),
    path("<int:pk>/<slug:name>/", views.errand, name="errand"),
]
