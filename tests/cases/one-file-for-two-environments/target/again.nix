{ fetchurl }:
{
  one = fetchurl {
    url = "https://files.example.org/kiln-1.1-node18.tgz";
    hash = "sha256-hyHWZO9gCWqlWeGqbHLK8frPXOCLA6ppIe2a9WRdVGY=";
  };
  two = fetchurl {
    url = "https://files.example.org/kiln-1.1-node20.tgz";
    hash = "sha256-hyHWZO9gCWqlWeGqbHLK8frPXOCLA6ppIe2a9WRdVGY=";
  };
}
