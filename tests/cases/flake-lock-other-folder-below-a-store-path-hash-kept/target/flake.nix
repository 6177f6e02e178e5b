{ inputs.editor.url = "path:./pkgs/editor"; outputs = inputs: { }; }
