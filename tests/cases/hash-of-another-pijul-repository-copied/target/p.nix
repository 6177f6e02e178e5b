{ fetchpijul }:

{
  one = fetchpijul {
    url = "https://nest.example.org/one";
    change = "1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a";
    hash = "sha256-P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=";
  };
  two = fetchpijul {
    url = "https://nest.example.org/two";
    change = "2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b";
    hash = "sha256-P8TM/nRYcOLA2Z9x8w/wZWyN7dQcwdfT03aw2+aF4vM=";
  };
}
