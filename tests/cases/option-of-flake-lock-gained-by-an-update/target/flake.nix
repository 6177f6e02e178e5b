{ outputs = { self, a, b }: { }; }
