-----BEGIN PGP MESSAGE-----

hQEMAtarget
