{ janePackage }:
{
  quick = (janePackage {
    pname = "quick";
    hash = "1lmp1h68g0gqiw8m6gqcbrp0fn76nsrlsqrwxp20d7jhh0693f3j";
    meta.description = "Random testing";
  }).overrideAttrs (_: {
    src = builtins.fetchurl {
      url = "https://github.com/acme/quick/archive/v0.14.1.tar.gz";
      sha256 = "10dif9cinbq9wcmw1qmjsd6ajmfn68r16ivn5qf81z8jxxgwvgnj";
    };
  });
}
