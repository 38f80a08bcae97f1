from django.db import migrations, models

# The newest answer is the one that is obeyed. Which one is newest is counted by the database, not read off a clock that
# can be set back. Rows that stand already are numbered as they lie: the table only ever grew.
NUMBERS = "ALTER TABLE registry_wish ADD COLUMN number bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE"
BACK = "ALTER TABLE registry_wish DROP COLUMN number"


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_release'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(NUMBERS, reverse_sql=BACK)],
            state_operations=[
                migrations.AddField(
                    model_name='wish',
                    name='number',
                    field=models.BigIntegerField(db_default=0, editable=False, unique=True),
                ),
            ],
        ),
    ]
