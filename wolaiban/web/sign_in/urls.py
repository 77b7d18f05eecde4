"""Where people sign in and look after their own account. Only what is used is mounted: there is no sign-up, no mail."""

from allauth.account import views as account
from allauth.mfa.webauthn.views import login_webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from wolaiban.web.sign_in.joining import choose_password, show_code
from wolaiban.web.sign_in.sessions import end_session
from wolaiban.web.sign_in.tokens import revoke_token_of_mine, tokens

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("invitation/", show_code, name="account_invitation"),
    path("invitation/password/", choose_password, name="account_join"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    # allauth leaves this view to those who are signed in, though it is how one signs in.
    path("second-factor/webauthn/login/", login_not_required(login_webauthn), name="mfa_login_webauthn"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("sessions/<int:pk>/end/", end_session, name="end_session"),
    path("tokens/", tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", revoke_token_of_mine, name="revoke_token"),
    path("sessions/", include("allauth.usersessions.urls")),
]
