{ lib, f }:

f (lib.importJSON ./vcpkg.json)
