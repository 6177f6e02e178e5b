{ inputs.l.url = "github:c/l/v2"; outputs = { ... }: { }; }
