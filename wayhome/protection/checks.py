"""Django's system checks of this room."""
