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
// might run as a formula gets an apostrophe in front, and so does one that begins with an apostrophe; the same after
// each semicolon, tab and line break within it. Remove one to get the exact text. Every encoding other than ShiftJIS
// means UTF8BOM.
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
		_, _ = out.WriteString(encode(cell, enc))
	}
	_, _ = out.WriteString("\r\n")
}

// encode escapes before it looks for formulas, because an escape ends in a semicolon.
func encode(cell any, enc Encoding) string {
	text, isText := underlying(cell).(string)
	switch {
	case enc == ShiftJIS && isText:
		return shiftJIS(quote(safeText(escapeForShiftJIS(text))))
	case isText:
		return quote(safeText(text))
	}
	return quote(cellText(cell))
}

// cellText is a cell as a text.
func cellText(cell any) string {
	switch v := underlying(cell).(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.Format(timeLayout)
	default:
		return fmt.Sprint(v)
	}
}

// quote quotes a cell if necessary, also for the separators of spreadsheets in other countries.
func quote(text string) string {
	if !strings.ContainsAny(text, "\",;\t\r\n") && strings.TrimSpace(text) == text {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}
