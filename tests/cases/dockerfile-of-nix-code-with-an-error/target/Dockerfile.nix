{ dockerTools }:
dockerTools.buildImage { name = "wren" }
