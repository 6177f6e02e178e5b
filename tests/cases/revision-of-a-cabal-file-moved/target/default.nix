{ mkDerivation, base, lib }:
mkDerivation { pname = "aeson"; version = "1.2.0"; sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"; revision = "2"; editedCabalFile = "0iw5a78ix6h75p49dpb86nfi1w1xl5rl2sn1gqhd9llbiwza1jdv"; libraryHaskellDepends = [ base ]; license = lib.licenses.bsd3; }
