{ ... }: { services.tool.version = "1.1.9"; }
