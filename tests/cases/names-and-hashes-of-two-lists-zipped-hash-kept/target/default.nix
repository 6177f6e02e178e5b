{ fetchurl, stdenv, lib }:
let v = "1.4.3"; in lib.zipListsWith (n: h: fetchurl { url = "https://x.org/${v}/${n}.tgz"; hash = h; }) [ "a" "b" ] [ "sha256-hyc3roEhvBuYTvy9X3kx04IjJjUaMFGKAYxMUCuVxTM=" "sha256-iTo8/TkSoSWyQZd00nUqO7jMF1knzVtCEzbk8ChgdFI=" ]
