package table

import (
	"encoding/csv"
	"regexp"
	"strings"
)

// WriteCells writes cells as a spreadsheet copies them, to show them as if they had been pasted.
func WriteCells(cells [][]string) string {
	var out strings.Builder
	w := csv.NewWriter(&out)
	w.Comma = '\t'
	_ = w.WriteAll(cells)
	return out.String()
}

// SplitPasted splits a text at tabs, as spreadsheets copy tables; at commas; or, as in a mail, behind the time and
// at wide spaces.
func SplitPasted(pasted string) [][]string {
	pasted = strings.TrimPrefix(strings.ReplaceAll(pasted, "\r\n", "\n"), "\ufeff")
	comma := '\t'
	if !strings.Contains(pasted, "\t") {
		comma = ','
	}
	if comma == ',' && strings.Count(pasted, ",") < 2*strings.Count(strings.TrimSpace(pasted), "\n") {
		return splitLines(pasted)
	}
	reader := csv.NewReader(strings.NewReader(pasted))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = comma, -1, true
	cells, err := reader.ReadAll()
	if err != nil {
		return splitLines(pasted)
	}
	return cells
}

var (
	timeFirst = regexp.MustCompile(
		`^\s*(\p{Nd}{1,2}[:：時][^\s　]*(?:\s*[~～〜\-－–—]\s*\p{Nd}{1,2}[:：時][^\s　]*)?)[\s　]+(.*)$`,
	)
	wideSpace = regexp.MustCompile(`\t|　+| {2,}`)
)

func splitLines(pasted string) (cells [][]string) {
	for line := range strings.Lines(pasted) {
		line = strings.TrimSpace(line)
		if part := timeFirst.FindStringSubmatch(line); part != nil {
			cells = append(cells, append([]string{part[1]}, wideSpace.Split(part[2], -1)...))
			continue
		}
		cells = append(cells, wideSpace.Split(line, -1))
	}
	return cells
}
