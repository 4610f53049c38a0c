//go:build !unix

package command

func keepFilesPrivate() {}
