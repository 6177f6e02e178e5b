{ fetchurl }:
{
  one = fetchurl {
    url = "https://files.example.org/kiln-1.0-node18.tgz";
    hash = "sha256-Z2uLuEznJn3VIN7KSBHI8QpT5jY1LwaYf0L+QlrO3YA=";
  };
  two = fetchurl {
    url = "https://files.example.org/kiln-1.0-node20.tgz";
    hash = "sha256-Z2uLuEznJn3VIN7KSBHI8QpT5jY1LwaYf0L+QlrO3YA=";
  };
}
