{ fetchurl }:

fetchurl {
  url = "https://example.org/driver/525.60.11/driver.run";
  hash = "sha256-REnbADoEd9Q9pN6xamrnr9fUh8soE3fiX/1jwf1I9Xg=";
}
