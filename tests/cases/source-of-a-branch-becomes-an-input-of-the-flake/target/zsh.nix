{ search }: { plugin = search; }
