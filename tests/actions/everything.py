"""Looking at everything stored, to see that nothing has changed."""

from django.apps import apps


def everything() -> dict[str, list[tuple]]:
    """Every row of every table of ours."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("madang.") and model._meta.managed:
            fields = [field.attname for field in model._meta.concrete_fields]
            found[model._meta.label] = sorted(model._base_manager.values_list(*fields), key=repr)
    return found
