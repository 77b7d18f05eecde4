"""Invented keys, and an invented identity that must turn up nowhere but in a reveal."""

import base64

OLD = "k1:" + base64.b64encode(bytes(range(32))).decode()
NEW = "k2:" + base64.b64encode(bytes(range(32, 64))).decode()

NAME = "王秀英"
PHONE = "13812340000"
ID_NUMBER = "110111195503120024"
NOTE = "大女儿王小英"
ADDRESS = "北京市房山区城关街道东坟村三组12号"
CANARIES = (NAME, PHONE, ID_NUMBER, ADDRESS)
