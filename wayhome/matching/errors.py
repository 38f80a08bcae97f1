"""What can go wrong in this room. No message ever repeats the text it was given: it may be about a person."""


class MatchingError(Exception):
    """Base of everything this room raises on purpose."""


class NotADate(MatchingError, ValueError):
    """The text cannot be read as a birth date, not even a partial one."""

    def __init__(self) -> None:
        super().__init__("This cannot be read as a date. Write it like 27.09.1908, 27 Sep 1908, or only the year.")


class ImpossibleDate(MatchingError, ValueError):
    """Year, month and day do not make a date that can exist."""

    def __init__(self) -> None:
        super().__init__("No such date: check the day, the month and the year.")


class UnknownLanguage(MatchingError, KeyError):
    """Sentences exist in English, Ukrainian and Russian."""

    def __init__(self) -> None:
        super().__init__("Sentences exist in en, uk and ru only.")


class NotAComparison(MatchingError, ValueError):
    """The JSON value was not made by `Comparison.to_json` of this version."""

    def __init__(self) -> None:
        super().__init__("This is not a comparison written by this version.")
