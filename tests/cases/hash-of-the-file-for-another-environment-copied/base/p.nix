{ fetchurl }:
{
  n18 = fetchurl {
    url = "https://files.example.org/quern-1.0.0-node18.tgz";
    hash = "sha256-VYWFVSlu3lbImnTnCLW923hVvZH0cUCkQGGMDyvXTG0=";
  };
}
