{ fetchurl }: fetchurl { url = "https://example.org/knot-0.2.1.tgz"; sha512 = "sha512-HjorDJFNhnM4SicvaUXac0X77NiskggxJdesG72+O5zBKpSqKFCrqmndKVqpu3pFqkla0St6uGk8Ju0sCurrmg=="; }
