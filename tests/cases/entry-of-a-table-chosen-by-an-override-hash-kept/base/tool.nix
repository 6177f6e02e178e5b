{ lib, fetchurl, channel }: let
  v = { s = "1.0"; b = "1.4.0"; };
  h = lib.importJSON ./h.json;
  mk = c: fetchurl { url = "https://example.org/${v.${c}}.tar.gz"; hash = h.${c}; };
  t = { stable = mk "s"; beta = mk "b"; };
in t.${channel}
