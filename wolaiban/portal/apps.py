"""The room of portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "wolaiban.portal"
    label = "portal"
    verbose_name = "居民入口"
