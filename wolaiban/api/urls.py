"""Addresses of the API. Its operations let in tokens by themselves, so nobody is sent to sign in there."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.urls.resolvers import URLPattern

from wolaiban.api.description import api, docs, openapi

operations = [route for route in api.urls[0] if isinstance(route, URLPattern) and route.name != "api-root"]
for route in operations:
    login_not_required(route.callback)

app_name = "api"
urlpatterns = [
    path("docs", docs, name="docs"),
    path("v1/openapi.json", openapi, name="openapi"),
    path("v1/", include(operations)),
]
