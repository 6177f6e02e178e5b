{ inputs.l.url = "github:c/l"; outputs = { ... }: { }; }
