from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class PeopleConfig(AppConfig):
    name = "madang.people"

    def ready(self) -> None:
        from . import keeping, limits

        try:
            limits.parse(settings.LIMITS)
        except (ValueError, AttributeError) as error:
            raise ImproperlyConfigured(f"LIMITS: {error}") from None
        try:
            keeping.parse(settings.RETENTION)
        except (ValueError, AttributeError) as error:
            raise ImproperlyConfigured(f"RETENTION: {error}") from None
