package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// patch replaces the bytes from at to end of a finished document.
type patch struct {
	at, end int
	text    string
}

var (
	errUnknownLayout = errors.New("pdf: the document is not built as gofpdf builds it")
	tableEntry       = regexp.MustCompile(`(?m)^\d{10} 00000 n $`)
	startOfTable     = []byte("startxref\n")
)

// applyPatches applies patches, which must be in order, and corrects the offsets in the cross-reference table (ISO
// 32000-1, 7.5.4), which comes after all of them.
func applyPatches(content []byte, patches []patch) ([]byte, error) {
	start := bytes.LastIndex(content, startOfTable)
	table := bytes.LastIndex(content[:max(start, 0)], []byte("\nxref\n")) + 1
	if table == 0 {
		return nil, errUnknownLayout
	}
	newOffset := func(offset int) int {
		shift := 0
		for _, p := range patches {
			if p.at < offset {
				shift += len(p.text) - (p.end - p.at)
			}
		}
		return offset + shift
	}
	var out bytes.Buffer
	out.Grow(newOffset(len(content)) + 8)
	from := 0
	for _, p := range patches {
		out.Write(content[from:p.at])
		out.WriteString(p.text)
		from = p.end
	}
	out.Write(content[from:table])
	out.Write(tableEntry.ReplaceAllFunc(content[table:start], func(line []byte) []byte {
		offset, _ := strconv.Atoi(string(line[:10])) // the expression matches ten digits
		return fmt.Appendf(nil, "%010d 00000 n ", newOffset(offset))
	}))
	fmt.Fprintf(&out, "%s%d\n%%%%EOF\n", startOfTable, newOffset(table))
	return out.Bytes(), nil
}

// languagePatch adds the document's language to the catalog (ISO 32000-1, 14.9.2), and the setting that readers show
// its title.
func languagePatch(content []byte, lang string) (patch, error) {
	mark := []byte("/Type /Catalog\n")
	at := bytes.LastIndex(content, mark)
	if at < 0 {
		return patch{}, errUnknownLayout
	}
	at += len(mark)
	return patch{at, at, "/Lang (" + lang + ")\n/ViewerPreferences <</DisplayDocTitle true>>\n"}, nil
}

// toUnicodePatches replaces gofpdf's map from codes to Unicode (ISO 32000-1, 9.10.3), which maps each code to itself,
// by one that maps the codes of outlined clusters to their text.
func toUnicodePatches(content []byte, clusters []string) ([]patch, error) {
	ranges := []byte("1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n")
	length, stream := []byte("<</Length "), []byte(">>\nstream\n")
	at := bytes.Index(content, ranges)
	begin := bytes.LastIndex(content[:max(at, 0)], stream)
	number := bytes.LastIndex(content[:max(begin, 0)], length) + len(length)
	if number < len(length) {
		return nil, errUnknownLayout
	}
	was, err := strconv.Atoi(string(content[number:begin]))
	if err != nil {
		return nil, errUnknownLayout
	}
	text := codeMap(clusters)
	return []patch{
		{number, begin, strconv.Itoa(was + len(text) - len(ranges))},
		{at, at + len(ranges), text},
	}, nil
}

// codeMap maps the private codes to the text of their clusters and all others to themselves. A block may have at most
// 100 lines.
func codeMap(clusters []string) string {
	var out strings.Builder
	fmt.Fprintf(
		&out, "2 beginbfrange\n<0000> <%04X> <0000>\n<%04X> <FFFF> <%04X>\nendbfrange\n", firstCode-1, lastCode+1, lastCode+1,
	)
	code := firstCode
	for block := range slices.Chunk(clusters, 100) {
		fmt.Fprintf(&out, "%d beginbfchar\n", len(block))
		for _, cluster := range block {
			fmt.Fprintf(&out, "<%04X> <%X>\n", code, utf16Bytes(cluster))
			code++
		}
		out.WriteString("endbfchar\n")
	}
	return out.String()
}

func utf16Bytes(text string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.BigEndian.AppendUint16(out, unit)
	}
	return out
}

// textString encodes a text for the document's information (ISO 32000-1, 7.9.2.2). gofpdf's encoding supports only the
// Basic Multilingual Plane.
func textString(text string) string { return "\xFE\xFF" + string(utf16Bytes(text)) }
