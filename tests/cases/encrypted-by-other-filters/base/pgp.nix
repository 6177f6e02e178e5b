-----BEGIN PGP MESSAGE-----

hQEMAbase
