{ fetchurl, lib }:
let
  tools = lib.importJSON ./data/tools.json;
in
{
  wren = fetchurl { url = "https://example.org/wren"; md5 = tools.wrenChecksum; };
}
