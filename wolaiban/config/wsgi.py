"""The web application, for granian or any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from wolaiban.web.bodies import Arrivals, WholeBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wolaiban.config.settings")
arrivals = Arrivals()
application = WholeBodies(get_wsgi_application(), arrivals)
