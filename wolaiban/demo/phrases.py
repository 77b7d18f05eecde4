"""Phrases of the demo: the district's, and a few that one officer keeps for themself."""

from __future__ import annotations

from wolaiban.demo.playing import Player
from wolaiban.phrases.actions.keeping import add
from wolaiban.phrases.models import Phrase

FOR_ALL = (
    ("resolve.result", "", "已更换新的，试过能用。"),
    ("resolve.result", "", "已修好，试过能用。"),
    ("resolve.result", "", "已当面说明，居民清楚了。"),
    ("resolve.result", "", "已清理干净，请保洁每天看一遍。"),
    ("resolve.result", "", "已和两家谈妥，各让一步。"),
    ("answer.message", "", "已经办好，请您去看看，有不妥的随时说。"),
    ("interim.message", "", "材料已订，到货就施工。"),
    ("decline.guidance", "", "请到法院立案窗口，带身份证和材料；也可拨打 12348 咨询法律援助。"),
    ("raise.tried", "", "已入户两次，超出村（社区）权限。"),
)  # fmt: skip
OWN = (
    ("qin", "resolve.result", "电工当天换了灯，夜里亮了。"),
    ("qin", "note.text", "到现场看过，拍了照片。"),
)


def keep_some(player: Player) -> None:
    """Safe to begin again."""
    if Phrase.objects.exists():
        return
    for place, topic, words in FOR_ALL:
        add(place=place, topic=topic, words=words, for_all=True, by=player.actor("shen"))
    for who, place, words in OWN:
        add(place=place, words=words, by=player.actor(who))
