{ inputs.l.url = "github:c/l/v1"; outputs = { ... }: { }; }
