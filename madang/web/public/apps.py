from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "madang.web.public"
