package main

import _ "example.org/grist"

func main() {}
