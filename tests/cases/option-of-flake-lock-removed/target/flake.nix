{ inputs.r.url = "git+https://example.org/o/r.git"; outputs = { self, r }: { a = r; }; }
