"""Where somebody offers to help, and the receipt they take home."""

from django.urls import path

from wolaiban.portal.volunteering import views

urlpatterns = [
    path("volunteer/", views.volunteer, name="volunteer"),
    path("volunteer/<str:number>/<str:code>/", views.volunteered, name="volunteered"),
]
