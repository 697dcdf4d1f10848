"""Triggers by which the database itself refuses to change or remove what is in the record.

They stop mistakes and anyone who has the application's account but not the tables' owner; whoever owns the tables can
take them off again, which is why the chain is there too. Not part of the migrations: a house that is built up and torn
down all day (tests, the demo) does without; an institution turns them on once, with ``madang audit protect``.
"""

from __future__ import annotations

from django.db import connection, transaction

from .models import Entry, Link

TABLES = (Entry._meta.db_table, Link._meta.db_table)
SQLITE = """CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit record is never changed'); END"""
FUNCTION = """CREATE OR REPLACE FUNCTION audit_never_changes() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit record is never changed'; END $$"""
POSTGRES = """CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_never_changes()"""


def protect() -> None:
    """Put the triggers on; nothing happens when they are there."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
            for table in TABLES:
                cursor.execute(POSTGRES.format(name=f"{table}_stays", table=table))
        else:
            for table in TABLES:
                for act in ("UPDATE", "DELETE"):
                    cursor.execute(SQLITE.format(name=f"{table}_no_{act.lower()}", act=act, table=table))


def unprotect() -> None:
    """Take them off, for a migration that has to touch the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_stays ON {table}")
            else:
                for act in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
