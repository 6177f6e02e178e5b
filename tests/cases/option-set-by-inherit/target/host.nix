{ versions, ... }: { services.tool = { enable = true; inherit (versions.tool) version; }; }
