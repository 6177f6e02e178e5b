{ fetchPackwizModpack }: fetchPackwizModpack { src = ./pack; packHash = "sha256-QtawkjoRF3l1HORYq7rJJrZf+tkTE21j3yuO8+QGnBA="; }
