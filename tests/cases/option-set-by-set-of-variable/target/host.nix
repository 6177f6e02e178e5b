{ tools, ... }: { services.tool = tools.a; }
