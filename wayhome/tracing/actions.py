"""The verbs of this room, in one place for whoever calls it. Each is one promise: check, change, record, then tell."""

from wayhome.tracing.answering import (
    ask_family,
    ask_for_talk,
    name_on_his_list,
    prepare_answer,
    preview_answer,
    talk_held,
)
from wayhome.tracing.clock import letters_due, obey_wishes, seal_all_anew
from wayhome.tracing.deciding import decide, doubt
from wayhome.tracing.inbox import open_arrived, receive_envelope, try_again
from wayhome.tracing.matching_up import follow, propose_candidates
from wayhome.tracing.moving import close, pause, reopen
from wayhome.tracing.reading import mark_messages_seen

__all__ = [
    "ask_family",
    "ask_for_talk",
    "close",
    "decide",
    "doubt",
    "follow",
    "letters_due",
    "mark_messages_seen",
    "name_on_his_list",
    "obey_wishes",
    "open_arrived",
    "pause",
    "prepare_answer",
    "preview_answer",
    "propose_candidates",
    "receive_envelope",
    "reopen",
    "seal_all_anew",
    "talk_held",
    "try_again",
]
