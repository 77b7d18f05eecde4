"""Where people begin: at what they do most."""

import pytest

from tests.desk.conftest import Browser


@pytest.mark.parametrize(
    ("who", "begins"),
    [("qin", "/inbox/"), ("shen", "/inbox/"), ("guan", "/inbox/"), ("zhi", "/mine/"), ("wang", "/mine/")],
)
def test_everybody_begins_with_their_own_work(browser: Browser, who: str, begins: str) -> None:
    answer = browser(who).get("/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(begins)
    assert answer.status_code == 200
