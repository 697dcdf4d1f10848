from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "madang.web.ui"
    label = "ui"
