package table

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// CSV writes a table as CSV (RFC 4180): lines end in CRLF, line breaks inside a cell stay. A text that a spreadsheet
// might run as a formula gets an apostrophe in front, and so does one that begins with an apostrophe: remove one to get
// the exact text. Every encoding other than ShiftJIS means UTF8BOM.
func CSV(w io.Writer, enc Encoding, t Table) error {
	out := bufio.NewWriter(w)
	if enc != ShiftJIS {
		fmt.Fprint(out, "\ufeff")
	}
	header := make([]any, len(t.Header))
	for i, title := range t.Header {
		header[i] = title
	}
	writeLine(out, enc, header)
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		writeLine(out, enc, row)
	}
	return out.Flush()
}

// writeLine ignores errors of writing, because the Flush at the end returns them.
func writeLine(out *bufio.Writer, enc Encoding, row []any) {
	for i, cell := range row {
		if i > 0 {
			_ = out.WriteByte(',')
		}
		text := quote(cellText(cell))
		if enc == ShiftJIS {
			text = shiftJIS(text)
		}
		_, _ = out.WriteString(text)
	}
	_, _ = out.WriteString("\r\n")
}

func cellText(cell any) string {
	switch v := underlying(cell).(type) {
	case nil:
		return ""
	case string:
		return safeText(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.Format(timeLayout)
	default:
		return fmt.Sprint(v)
	}
}

// quote quotes a cell if necessary. It also does so for the separators of spreadsheets in other countries: they would
// split the cell, and a part of it could become a formula.
func quote(text string) string {
	if !strings.ContainsAny(text, "\",;\t\r\n") && strings.TrimSpace(text) == text {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
