"""Addresses of the board."""

from django.urls import path

from wolaiban.desk.board import sheet, views

urlpatterns = [
    path("board/", views.own_board, name="board"),
    path("board/<str:code>/", views.board, name="board_of"),
    path("board/<str:code>/sheet/", sheet.sheet, name="board_sheet"),
    path("board/<str:code>/urgent/", views.urgent, name="board_urgent"),
]
