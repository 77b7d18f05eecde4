"""Signing in by one press: in the demo, as the invented cast, and nowhere else."""

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from wolaiban.notices.composing import tell
from wolaiban.people.models import User


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"


@pytest.mark.parametrize("address", ["/demo/", "/demo/enter/", "/demo/outbox/", "/demo/style/"])
def test_outside_the_demo_there_is_no_such_page(client: Client, cast: Cast, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address, {"username": "qin"}).status_code == 404


@pytest.mark.parametrize("address", ["/demo/", "/demo/enter/", "/demo/outbox/", "/demo/style/"])
def test_even_if_mounted_it_answers_only_in_the_demo(
    client: Client, cast: Cast, settings: Settings, address: str
) -> None:
    settings.ROOT_URLCONF = "tests.demo.urls"

    method = client.post if address == "/demo/enter/" else client.get
    assert method(address, {"username": "qin"}).status_code == 404


@pytest.mark.usefixtures("demo")
def test_one_press_signs_in(client: Client, cast: Cast) -> None:
    answer = client.post("/demo/enter/", {"username": "qin"})

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.user("qin").pk)


@pytest.mark.usefixtures("demo")
def test_the_page_shows_name_post_and_what_to_try(client: Client, cast: Cast) -> None:
    page = client.get("/demo/").content.decode()

    assert "秦怀信" in page
    assert "东坟村工作室负责人" in page
    assert "您可以试试" in page


@pytest.mark.usefixtures("demo")
def test_the_sign_in_page_leads_there(client: Client, cast: Cast) -> None:
    assert 'href="/demo/"' in client.get("/account/login/").content.decode()


@pytest.mark.usefixtures("demo")
def test_a_press_needs_the_token_of_our_own_page(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/demo/enter/", {"username": "qin"}).status_code == 403


@pytest.mark.usefixtures("demo")
def test_looking_does_not_sign_in(client: Client, cast: Cast) -> None:
    assert client.get("/demo/enter/", {"username": "qin"}).status_code == 405


@pytest.mark.usefixtures("demo")
def test_nobody_without_a_card_is_let_in(client: Client, cast: Cast) -> None:
    assert client.post("/demo/enter/", {"username": "ke2"}).status_code == 404
    assert client.post("/demo/enter/", {}).status_code == 404


@pytest.mark.usefixtures("demo")
def test_a_real_account_of_the_same_name_is_not_let_in(client: Client, cast: Cast) -> None:
    User.objects.filter(username="qin").update(invented=False)

    assert client.post("/demo/enter/", {"username": "qin"}).status_code == 404


@pytest.mark.usefixtures("demo")
def test_what_would_have_been_sent_is_read_with_masked_numbers(client: Client, cast: Cast) -> None:
    case = cast.report()
    tell(case.events.get().pk)

    page = client.get("/demo/outbox/").content.decode()

    assert f"件号 {case.number}" in page
    assert "王*英　138****0001" in page
    assert "王秀英" not in page
    assert "13800000001" not in page
    assert "东坟村工作群" in page


@pytest.mark.usefixtures("demo")
def test_the_outbox_goes_back_page_by_page(client: Client, cast: Cast) -> None:
    for _ in range(16):
        tell(cast.report().events.get().pk)

    first = client.get("/demo/outbox/").content.decode()
    before = first.partition("?before=")[2].partition('"')[0]
    second = client.get(f"/demo/outbox/?before={before}").content.decode()

    assert first.count("outbox-words") == 30
    assert 0 < second.count("outbox-words") < 30
