{ fetchurl, lib }:

{
  p0 = fetchurl {
    url = "https://example.org/${if lib.xor true true then "1.2.0" else "1.3.0"}/p0.tar.gz";
    hash = "sha256-VfNRKg9F5Qc5yVDVuedojs195J1SeuzGKPF24H+E/jg=";
  };
  p1 = fetchurl {
    url = "https://example.org/${if lib.hasAttrByPath [ "a" "c" ] { a.b = 1; } then "1.2.0" else "1.3.0"}/p1.tar.gz";
    hash = "sha256-uKODlKCkyukl0HLaJwcVa1fttjqP5Ccj6IVzBhyn7uc=";
  };
  p2 = fetchurl {
    url = "https://example.org/${if lib.mutuallyExclusive [ 1 ] [ 2 ] then "1.3.0" else "1.2.0"}/p2.tar.gz";
    hash = "sha256-u1O1QqevSlEWqf/kZVvsGnkje1jexTD96E1NZbg8sL0=";
  };
  p3 = fetchurl {
    url = "https://example.org/${if lib.allUnique [ 1 2 ] then "1.3.0" else "1.2.0"}/p3.tar.gz";
    hash = "sha256-DHD3UAXQXYI4ET7dVCUerTE53FL9I8vRfhbs9TTytlg=";
  };
  p4 = fetchurl {
    url = "https://example.org/${toString (lib.count (x: x > 2) [ 2 7 ])}/p4.tar.gz";
    hash = "sha256-W0UATeZDRlW5qZDmgiSjikH0xtteB1VffT0KBgpl7X4=";
  };
  p5 = fetchurl {
    url = "https://example.org/${toString (lib.lists.findFirstIndex (x: x == "c") 9 [ "b" "c" ])}/p5.tar.gz";
    hash = "sha256-3AB0knksLroFTGtpOdRTxUvmVY2SvOaksSK8qH9nygE=";
  };
  p6 = fetchurl {
    url = "https://example.org/${(lib.findSingle (x: x.is == "c") { } { } [ { is = "b"; v = "1.2"; } { is = "c"; v = "1.3"; } ]).v}/p6.tar.gz";
    hash = "sha256-FefWzG5rJoKU9gsfl88dw2QWYeIjCuVwg0pJGEhXRK8=";
  };
  p7 = fetchurl {
    url = "https://example.org/${(lib.updateManyAttrsByPath [ { path = [ "a" "v" ]; update = old: "1.3"; } ] { a.v = "1.0"; }).a.v}/p7.tar.gz";
    hash = "sha256-P8DAL24/CmjoGymus5bToNi55CgOwsP4sQAodnQ9ZDQ=";
  };
  p8 = fetchurl {
    url = "https://example.org/${(lib.mapAttrsRecursive (path: v: "${v}.2") { a.b = "1"; }).a.b}/p8.tar.gz";
    hash = "sha256-akai1VkIY8kENDoYD1lWGsPcbqWl/4aUeuucitv29fQ=";
  };
  p9 = fetchurl {
    url = "https://example.org/${lib.concatStrings (lib.zipAttrs [ { v = "1."; } { v = "2"; } ]).v}/p9.tar.gz";
    hash = "sha256-WzfRanSk1l/OOeVqUxNcXAYQ8bHYIoE1PxuU3CU2lo0=";
  };
  p10 = fetchurl {
    url = "https://example.org/${(lib.foldAttrs (a: b: a + b) "" [ { v = "1."; } { v = "2"; } ]).v}/p10.tar.gz";
    hash = "sha256-59O5/yXliPXI2ElKwVik5Lo4htwBw8/xhnDkbgEb8zA=";
  };
}
