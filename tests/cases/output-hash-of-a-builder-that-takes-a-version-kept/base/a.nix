{ metalsBuilder }:

metalsBuilder {
  version = "1.4.2";
  outputHash = "sha256-hyc3roEhvBuYTvy9X3kx04IjJjUaMFGKAYxMUCuVxTM=";
}
