{ bundlerEnv }: bundlerEnv { name = "x"; gemdir = ./.; }
