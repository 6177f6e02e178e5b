{ fetchFromGitHub }: {
  lark = fetchFromGitHub { owner="c"; repo="lark"; rev="v1.0"; hash="sha256-QtawkjoRF3l1HORYq7rJJrZf+tkTE21j3yuO8+QGnBA="; };
  wren = fetchFromGitHub { owner="d"; repo="wren"; rev="v2.0"; hash="sha256-QtawkjoRF3l1HORYq7rJJrZf+tkTE21j3yuO8+QGnBA="; };
}
