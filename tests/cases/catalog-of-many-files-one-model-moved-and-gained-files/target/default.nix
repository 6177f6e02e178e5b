{ app }:
app.override { catalog = ./catalog.json; }
