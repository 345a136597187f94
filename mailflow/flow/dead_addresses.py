"""Addresses that take no mail: the organizers hear of each once, the ledger of every mail that failed."""

from datetime import datetime, timedelta

from mailflow.core.said import Saying
from mailflow.core.values import Address
from mailflow.flow.service import Service

_A_WEEK = timedelta(days=7)
"""An address that is still dead a week after they heard of it is worth another word."""


def told_of(who: Address, service: Service, now: datetime) -> bool:
    """Have the organizers heard of it lately, because of whatever mail in whatever record?"""
    return any(
        said.key is Saying.DELIVERY_FAILED and said.person == who
        for stored in service.store.open_records()
        for entry in stored.record.log
        if entry.mails and timedelta() <= now - entry.at < _A_WEEK
        for said in entry.said
    )
