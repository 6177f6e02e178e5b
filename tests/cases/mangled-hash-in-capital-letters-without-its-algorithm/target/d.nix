{ fetchurl }:
fetchurl { url = "https://x.org/a-1.0.tar.gz"; sha256 = "A1B2C3D4E5F6G7H8I9J0K1L2M3N4O5P6Q7R8S9T0U1W="; }
