{
  stdenv,
  php,
}:
stdenv.mkDerivation {
  name = "wikibot-vendor";
  src = ./.;
  nativeBuildInputs = [ php.packages.composer ];
  buildPhase = "composer update --prefer-lowest --no-scripts --no-interaction";
  installPhase = "mv vendor $out";
  outputHashMode = "recursive";
  outputHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
