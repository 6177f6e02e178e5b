{ mkDerivation, base, lib }:
mkDerivation { pname = "aeson"; version = "1.2.0"; sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"; revision = "1"; editedCabalFile = "1skd0k58hyrk7173fpm6z83dr0f6rmsd7vysa4b341av8dxvny9z"; libraryHaskellDepends = [ base ]; license = lib.licenses.bsd3; }
