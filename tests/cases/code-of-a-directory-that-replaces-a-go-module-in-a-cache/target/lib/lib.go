package lib

const Name = "till-server"
