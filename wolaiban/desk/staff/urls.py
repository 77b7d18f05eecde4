"""Addresses of the pages on which accounts and posts are kept."""

from django.urls import path

from wolaiban.desk.staff import composition, invitations, staff_lists, views

app_name = "staff"
urlpatterns = [
    path("", views.people, name="people"),
    path("open/", views.open_for, name="open"),
    path("units/", views.offered_units, name="units"),
    path("functions/", views.offered_functions, name="functions"),
    path("composition/", composition.composition, name="composition"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/slips/", invitations.print_slips, name="print_slips"),
    path("invitations/texts/", invitations.send_texts, name="send_texts"),
    path("lists/", staff_lists.staff_lists, name="lists"),
    path("lists/<uuid:uuid>/", staff_lists.staff_list, name="list"),
    path("lists/<uuid:uuid>/take/", staff_lists.take_staff_list, name="take_list"),
    path("lists/<uuid:uuid>/missing/", staff_lists.end_missing_posts, name="end_missing"),
    path("lists/<uuid:uuid>/drop/", staff_lists.drop_staff_list, name="drop_list"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/appoint/", views.appoint_to, name="appoint"),
    path("<int:pk>/rename/", views.rename_to, name="rename"),
    path("<int:pk>/phone/", views.call_by_another_number, name="phone"),
    path("<int:pk>/posts/<int:post_pk>/end/", views.end, name="end"),
    path("<int:pk>/<slug:name>/", views.errand, name="errand"),
]
