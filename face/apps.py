"""The room of what the registry looks like."""

from django.apps import AppConfig


class FaceConfig(AppConfig):
    """No models: template tags, style sheet, pictures."""

    name = "face"
