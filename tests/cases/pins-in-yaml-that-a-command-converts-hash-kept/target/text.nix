{ pkgs }:
let
  fromYAML =
    yaml:
    builtins.fromJSON (
      builtins.readFile (
        pkgs.runCommand "from-yaml" { inherit yaml; } ''
          ${pkgs.remarshal}/bin/remarshal -if yaml -i <(echo "$yaml") -of json -o $out
        ''
      )
    );
in
pkgs.fetchurl {
  url = "https://dl.example.org/lark-${(fromYAML (builtins.readFile ./lark.yml)).lark}.tar.gz";
  hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
}
