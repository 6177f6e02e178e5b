package main

import "example.org/log"

func main() { log.Print() }
