{ mkDerivation, base, lib }:
mkDerivation {
  pname = "wren";
  version = "2.1.1.0";
  sha256 = "01wbv8g7954bm0ngp322rrpmhmvrmzf25n6v9630aw3hsx4l4fic";
  revision = "1";
  editedCabalFile = "1ipgbaia2rbjk6a1694x0ai96cx5hml3bdgmxijy4yjhm41jqz9f";
  libraryHaskellDepends = [ base ];
  license = lib.licenses.bsd3;
}
