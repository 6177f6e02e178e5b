{ fetchpatch }:

{
  name = "fix";
  patch = fetchpatch {
    name = "fix.patch";
    url = "file://${./fix.patch}";
    hash = "sha256-2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz/o=";
  };
}
