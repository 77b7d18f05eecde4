"""Invented names: ordinary surnames, given names put together by chance. Any likeness to a real person is one."""

from __future__ import annotations

from random import Random

from wolaiban.places.sounds import readings

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
FIRST = "建文春国玉秀志晓海明家宝永长景荣庆树新红淑桂凤俊立振福兴德世守维承"
SECOND = "华英兰军平生林芳强梅峰云山霞杰成民敏和芬刚田庆琴丽江辉勇珍义忠宁安"


def name_by(luck: Random) -> str:
    return luck.choice(SURNAMES) + luck.choice(FIRST) + luck.choice(SECOND)


# Where a surname is read otherwise than the character is alone.
SURNAMES_READ = {"曾": "zeng", "贾": "jia", "沈": "shen", "任": "ren", "薛": "xue", "万": "wan"}


class Spelling:
    """Sign-in names as offices give them: how the name sounds, with a number where somebody has it already."""

    def __init__(self, *taken: str) -> None:
        self.taken = set(taken)

    def __call__(self, name: str, born: int | None = None) -> str:
        """Residents choose theirs themselves, and most put the year in which they were born behind it."""
        plain = SURNAMES_READ.get(name[0]) or readings(name[0])[0]
        plain += "".join(readings(character)[0] for character in name[1:])
        plain += str(born or "")
        username = next(
            one
            for one in (f"{plain}{number or ''}" for number in (0, *range(2, 1000)))
            if one not in self.taken
        )
        self.taken.add(username)
        return username


def phone_of(number: int) -> str:
    """A number that is plainly not anybody's: 1380000 and a running number."""
    return f"1380000{number:04d}"
