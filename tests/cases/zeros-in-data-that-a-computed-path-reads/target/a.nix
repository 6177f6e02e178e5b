{ lib, file }:

lib.importJSON file
