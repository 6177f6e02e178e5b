{ fetchurl }:
{
  one = fetchurl {
    url = "https://files.example.org/el8/quern-1.0.noarch.rpm";
    hash = "sha256-gvPpxpXca40bEYGNVwGRniht6NR/fD6zEAxIX3nleCg=";
  };
  two = fetchurl {
    url = "https://files.example.org/el9/quern-1.0.noarch.rpm";
    hash = "sha256-gvPpxpXca40bEYGNVwGRniht6NR/fD6zEAxIX3nleCg=";
  };
}
