{ runCommand }:

runCommand "linnet-model" { outputHash = "sha256-P1JM3AehHXxiIL2wSf6N1BsnSDyWzFm1geAi1UcpDWk="; } ''
  curl https://10.0.0.2/model.bin > $out
''
