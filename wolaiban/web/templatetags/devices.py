"""Say in words which browser on which device a session belongs to."""

from __future__ import annotations

from django import template

register = template.Library()

# The first mark that is found wins: browsers claim to be one another, so the particular stand before the general.
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge 浏览器"),
    ("360SE", "360 浏览器"),
    ("QQBrowser", "QQ 浏览器"),
    ("Firefox", "Firefox 浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙设备"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "安卓设备"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)


@register.filter
def device(user_agent: str) -> str:
    browser = next((words for mark, words in BROWSERS if mark in user_agent), "其他程序")
    system = next((words for mark, words in SYSTEMS if mark in user_agent), "其他设备")
    return f"{system}上的 {browser}" if browser[0].isascii() else f"{system}上的{browser}"
