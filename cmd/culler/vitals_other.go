//go:build !unix

package main

func vitals() {}
