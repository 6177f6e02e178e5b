{ fetchpatch }:

{
  name = "fix";
  patch = fetchpatch {
    name = "fix.patch";
    url = "https://git.example.org/acme/linux/commit/9ee91c5748e83772dc3660077f9f415a453eeace.patch";
    hash = "sha256-2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz/o=";
  };
}
