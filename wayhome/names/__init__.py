"""A written name → readings, skeletons and classes. Pure: no Django, no clock, no disk after the tables are loaded."""

from wayhome.names.codes import skeletons_of
from wayhome.names.read import read_name, read_parts
from wayhome.names.romanise import romanise
from wayhome.names.values import NamePart, Reading, Role

__all__ = ["NamePart", "Reading", "Role", "read_name", "read_parts", "romanise", "skeletons_of"]
