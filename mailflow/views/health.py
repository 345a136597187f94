"""``mailflow health``: one line for a monitor, and whether it is a good one."""

from datetime import datetime, timedelta

from mailflow.ports import Health

STUCK_AFTER = timedelta(minutes=35)
"""The daemon looks at the mailbox at least each 25 minutes; beyond this it hangs, whatever it tells."""


def verdict(health: Health | None, now: datetime, max_age: timedelta) -> tuple[bool, str]:
    """Well means: it lives, and where the mailbox cannot be read or no mail be sent, not for longer than ``max_age``;
    and nothing that is due fails by a fault of ours.

    Single mails that the server does not take yet are told, and are no reason for an alarm: one recipient may cause that.
    """
    if health is None:
        return False, "not running: there is no health file"
    age = now - health.at
    if age > max_age:
        return False, f"not running: the last sign of life is {_seconds(age)} s old"
    unread = now - (health.mailbox_at or health.started_at)
    told = [f"{health.queued} mails wait", *health.faults]
    if unread > (max_age if health.mailbox_fault else STUCK_AFTER):
        return False, "; ".join([f"mailbox not read for {_seconds(unread)} s", *told])
    if health.unsent_since and now - health.unsent_since > max_age:
        return False, "; ".join([f"no mail can be sent for {_seconds(now - health.unsent_since)} s", *told])
    if health.looking_fault:
        return False, "; ".join(told)
    read = (
        f"mailbox read {_seconds(unread)} s ago"
        if health.mailbox_at
        else f"mailbox not read yet, {_seconds(unread)} s running"
    )
    return True, "; ".join([f"ok: {read}", *told])


def _seconds(age: timedelta) -> int:
    return max(int(age.total_seconds()), 0)
