"""The addresses of todos, of the rules that raise them, and of handing over."""

from __future__ import annotations

from django.urls import path

from . import handover, todo_rules, todos

urlpatterns = [
    path("todos", todos.staff_todos, name="staff_todos"),
    path("todos/new", todos.staff_todo_new, name="staff_todo_new"),
    path("todos/<str:key>", todos.staff_todo, name="staff_todo"),
    path("todos/<str:key>/<str:act>", todos.staff_todo_act, name="staff_todo_act"),
    path("todo-rules", todo_rules.staff_todo_rules, name="staff_todo_rules"),
    path("todo-rules/new", todo_rules.staff_todo_rule_new, name="staff_todo_rule_new"),
    path("todo-rules/install", todo_rules.staff_todo_rules_install, name="staff_todo_rules_install"),
    path("todo-rules/<str:key>", todo_rules.staff_todo_rule, name="staff_todo_rule"),
    path("todo-rules/<str:key>/drop", todo_rules.staff_todo_rule_drop, name="staff_todo_rule_drop"),
    path("handover", handover.staff_handover, name="staff_handover"),
    path("handover/<str:key>", handover.staff_handover_note, name="staff_handover_note"),
]
