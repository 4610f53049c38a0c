package table

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// CSV writes a table by RFC 4180: lines end in CRLF, line breaks inside a cell stay as they are. A text that a
// spreadsheet might run as a formula gets an apostrophe in front, and so does one that starts with an apostrophe:
// take one away to have the exact text. An encoding other than ShiftJIS is UTF8BOM.
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

// writeLine leaves a failing write to the Flush at the end, which remembers it.
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

// quote also covers the separators of other countries' spreadsheets, which would cut a cell in two and so uncover a
// formula in its middle.
func quote(text string) string {
	if !strings.ContainsAny(text, "\",;\t\r\n") && strings.TrimSpace(text) == text {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
