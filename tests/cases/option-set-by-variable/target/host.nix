{ versions, ... }: { services.tool.version = versions.tool; }
