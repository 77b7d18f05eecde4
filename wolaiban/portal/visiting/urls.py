"""Addresses of booking, and of one's own booking. Which one it is says the session, never an address."""

from django.urls import path

from wolaiban.portal.visiting import views

urlpatterns = [
    path("book/<str:code>/", views.book, name="book_visit"),
    path("booked/", views.open_slip, name="booked"),
    path("booked/visit/", views.visit, name="visit"),
    path("booked/move/", views.move, name="move_visit"),
    path("booked/cancel/", views.cancel, name="cancel_visit"),
    path("booked/leave/", views.leave, name="leave_visit"),
]
