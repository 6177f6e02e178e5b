{ fetchurl }:
{
  one = fetchurl {
    url = "https://files.example.org/java8/LICENSE.txt";
    hash = "sha256-KAS61v6UpV8YsrN+MAkZpf1Re5WqgeldtXTAugaaN0A=";
  };
}
