"""Invented names: ordinary surnames, given names put together by chance. Any likeness to a real person is one."""

from __future__ import annotations

from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
FIRST = "建文春国玉秀志晓海明家宝永长景荣庆树新红淑桂凤俊立振福兴德世守维承"
SECOND = "华英兰军平生林芳强梅峰云山霞杰成民敏和芬刚田庆琴丽江辉勇珍义忠宁安"


def name_by(luck: Random) -> str:
    return luck.choice(SURNAMES) + luck.choice(FIRST) + luck.choice(SECOND)


def phone_of(number: int) -> str:
    """A number that is plainly not anybody's: 1380000 and a running number."""
    return f"1380000{number:04d}"
