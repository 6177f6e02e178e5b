{ fetchurl }: fetchurl { url = "https://example.org/knot-0.2.1.tgz"; sha1 = "1e80454250018dbad4c3fe94497d6e67b6269c77"; }
