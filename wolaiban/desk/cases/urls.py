"""Addresses of one case: its page, its steps, its files, the people in it; and registering a new one."""

from django.urls import path

from wolaiban.desk.cases import suggestions

urlpatterns = [
    path("suggest/categories/<int:edition_id>/", suggestions.categories, name="categories"),
]
