{
  sdk_8 = { version = "8.0.404"; hashes = { x86_64-linux = "sha512-I1VwgUj4MA7e1sVvxjkwdTNWwXfP81pQCrCgf81tCuLnJtwytmIV8vFk++E8outyKWSalXa19Oyb6lv3Ctijuw=="; aarch64-darwin = "sha512-K2kbLwAdtvZoaGwk6xpx6RXEvBm2Y0nV0rsfVkCGTasS8n8yBfSSIXnjlLVeDaVNH7eB8y094Is1NjI3N/2Kqw=="; }; };
  sdk_9 = { version = "9.0.101"; hashes = { x86_64-linux = "sha512-HU81W4kWdVeE76jccfBYgQd3LpxZXObdybEmgF9itWJ5dgWWSntQW+aUIt/zzgoa8nLRR0ob1BjsYSkPaWos8g=="; aarch64-darwin = "sha512-zreLZGvYcD2Fn7V0D+J/KxMVVILPV4qSCjxiDQ9xMuEDhj3ob8netTo8Cnrj8R3C5vidRn7yFlWZuRdJzcWrwA=="; }; };
}
