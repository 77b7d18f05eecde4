"""From which network a request comes: what stands in for a person whom nobody asks for a name."""

from __future__ import annotations

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

HOUSEHOLD = 64  # what one subscriber is given of IPv6; within it a device changes its address at will
UNKNOWN = "unknown"


def network_of(request: HttpRequest) -> str:
    """An IPv4 address or an IPv6 /64, as the reverse proxies that we trust (TRUSTED_PROXIES) tell it."""
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ValueError):  # a socket has no address
        return UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, HOUSEHOLD), strict=False))
