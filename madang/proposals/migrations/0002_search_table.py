"""The search index, in the form each database is good at: FTS5 on SQLite, a GIN-indexed tsvector on PostgreSQL."""

from django.db import migrations

FORWARD = {
    "sqlite": ["CREATE VIRTUAL TABLE proposals_search USING fts5(grams, tokenize = 'unicode61 remove_diacritics 0')"],
    "postgresql": [
        "CREATE TABLE proposals_search (rowid bigint PRIMARY KEY, grams tsvector NOT NULL)",
        "CREATE INDEX proposals_search_grams ON proposals_search USING gin (grams)",
    ],
}


def make(apps, schema_editor):
    for statement in FORWARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE proposals_search")


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_start")]
    operations = [migrations.RunPython(make, drop)]
