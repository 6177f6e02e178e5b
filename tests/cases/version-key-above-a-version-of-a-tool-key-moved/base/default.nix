{ toolbox }:
toolbox.build { name = "edit"; data = ./versions.json; }
