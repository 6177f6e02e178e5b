{ lib, stdenv, fetchurl, edition ? "community", lts ? false }:
let
  version =
    if edition == "community" then (if lts then "1.1.9" else "1.2.0")
    else "3.0.1";
  src =
    if edition == "community" then
      if lts then
        fetchurl { url = "https://e.org/c/x-${version}.tgz"; hash = "sha256-IxU5eqhONAV870tGbBp1BoumWTHvJkC4Kep4Osdo7PM="; }
      else
        fetchurl { url = "https://e.org/c/x-${version}.tgz"; hash = "sha256-s8oLGZyKnm/yg2zUmXnPyLjzGTb5GsNqd+BOWcPH7M8="; }
    else
      fetchurl { url = "https://e.org/e/x-${version}.tgz"; hash = "sha256-rcWHf7HafVDuwcezkiAvj4IDvdaAmiYpaBed0WyK1+Y="; };
in
stdenv.mkDerivation { pname = "x"; inherit version src; }
