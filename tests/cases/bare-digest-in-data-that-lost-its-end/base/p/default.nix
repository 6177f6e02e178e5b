{ lib, f }:

f (lib.importJSON ./a.json)
