package command

import (
	"io"
	"os"
	"strings"

	"meguri/app/service/words"
)

type wordsCommand struct{}

// Run counts the words of one request. The server calls it for itself: the dictionary's memory goes with the process.
func (wordsCommand) Run(out io.Writer) error { return words.Serve(os.Stdin, out) }

// countWords is how this program is called to count words; nil in a test, whose program is another one.
func countWords() []string {
	program, err := os.Executable()
	if err != nil || strings.HasSuffix(program, ".test") {
		return nil
	}
	return []string{program, "words"}
}
