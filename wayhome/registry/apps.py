from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "wayhome.registry"
    label = "registry"
