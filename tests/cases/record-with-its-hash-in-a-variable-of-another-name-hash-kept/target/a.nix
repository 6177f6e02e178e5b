let expectedHash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="; in { version = "1.1"; url = "https://example.org/a-1.1.tgz"; hash = expectedHash; }
