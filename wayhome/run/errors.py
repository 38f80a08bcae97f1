"""What can go wrong while Wayhome is started, watched or stopped.

Every message here is one plain sentence for the person at the keyboard. None holds a name, a place or a
question: these sentences are printed and logged.
"""


class RunError(Exception):
    """Base of the room. `str(error)` is shown as it is, without a traceback."""
