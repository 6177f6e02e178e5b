{ ... }: { services.tool.version = "nightly"; }
