"""Mail by SMTP, each under a Message-ID that stays the same however often it is tried.

Django's own mail and not apprise's: apprise makes a new Message-ID each time, by which nobody could tell a repeat.
"""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.views.decorators.debug import sensitive_variables
from environ import Env

from wolaiban.notices.gateways.letter import ANSWER_WITHIN, Letter, Undelivered


@sensitive_variables()
def send(letter: Letter) -> None:
    mail = EmailMessage(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.NOTICE_MAIL_FROM or None,
        to=[letter.to],
        headers={"Message-ID": f"<{letter.key}@{domain()}>", "Auto-Submitted": "auto-generated"},
        connection=backend(),
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        final = all(500 <= code < 600 for code, _ in refusal.recipients.values())
        raise Undelivered("邮件服务器拒收这个地址", final=final, of_gateway=False) from None
    except smtplib.SMTPResponseException as refusal:
        raise Undelivered(f"邮件服务器答复 {refusal.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as trouble:
        raise Undelivered(f"邮件服务器没有应答（{type(trouble).__name__}）") from None


def backend() -> EmailBackend:
    config = Env.email_url_config(settings.NOTICE_MAIL_URL)
    return EmailBackend(
        host=config["EMAIL_HOST"],
        port=config["EMAIL_PORT"],
        username=config["EMAIL_HOST_USER"],
        password=config["EMAIL_HOST_PASSWORD"],
        use_tls=config.get("EMAIL_USE_TLS", False),
        use_ssl=config.get("EMAIL_USE_SSL", False),
        timeout=ANSWER_WITHIN,
    )


def domain() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
