"""Signing in by one press: in the demo, as the invented cast, and nowhere else."""

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from wolaiban.people.models import User


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"


@pytest.mark.parametrize("address", ["/demo/", "/demo/enter/"])
def test_outside_the_demo_there_is_no_such_page(client: Client, cast: Cast, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address, {"username": "qin"}).status_code == 404


@pytest.mark.parametrize("address", ["/demo/", "/demo/enter/"])
def test_even_if_mounted_it_answers_only_in_the_demo(
    client: Client, cast: Cast, settings: Settings, address: str
) -> None:
    settings.ROOT_URLCONF = "tests.demo.urls"

    method = client.get if address == "/demo/" else client.post
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
    assert "你可以试试" in page


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
