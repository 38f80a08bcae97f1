import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_order_of_wishes")]

    operations = [
        migrations.AddField(
            model_name="outboxitem",
            name="delivered_says",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), default=list, size=None
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (delivered_says) ON registry_outboxitem TO bureau_web",
            "REVOKE UPDATE (delivered_says) ON registry_outboxitem FROM bureau_web",
        ),
    ]
