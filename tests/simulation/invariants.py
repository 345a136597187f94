"""What must hold after every step, whatever the seed decides: the first line of each says what."""

from invariants_of_figures import figures_add_up
from invariants_of_mails import (
    every_mail_has_one_line,
    every_mail_of_ours_has_one_line,
    no_message_id_is_made_twice,
    nothing_is_sent_twice,
    nothing_lands_in_quarantine,
    nothing_that_ended_is_queued,
    what_is_delivered_stands_in_a_record,
    what_is_queued_goes_out,
    what_is_said_of_a_sending_is_true,
)
from invariants_of_records import (
    a_pass_leaves_nothing_due,
    every_open_problem_is_tracked,
    every_open_resolution_is_followed_up,
    final_minutes_never_change,
    no_meeting_falls_asleep,
)
from invariants_of_reminders import (
    nobody_is_reminded_after_answering,
    nothing_decided_is_asked_again,
    nothing_that_can_wait_disturbs,
)
from simulated_view import Invariant

EVERY_STEP: tuple[Invariant, ...] = (
    # mails
    every_mail_has_one_line,
    every_mail_of_ours_has_one_line,
    nothing_lands_in_quarantine,
    no_message_id_is_made_twice,
    what_is_said_of_a_sending_is_true,
    nothing_that_can_wait_disturbs,
    what_is_delivered_stands_in_a_record,
    nothing_is_sent_twice,  # the last of those that look at the newly delivered: it remembers how far they have looked
    what_is_queued_goes_out,
    nothing_that_ended_is_queued,
    # people
    nobody_is_reminded_after_answering,
    nothing_decided_is_asked_again,
    # records
    every_open_resolution_is_followed_up,
    no_meeting_falls_asleep,
    every_open_problem_is_tracked,
    a_pass_leaves_nothing_due,
    final_minutes_never_change,
    figures_add_up,
)
