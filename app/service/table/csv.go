package table

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// CSV writes a table as CSV (RFC 4180): lines end in CRLF, line breaks inside a cell stay. A text that a spreadsheet
// might run as a formula gets an apostrophe in front, and so does one that begins with an apostrophe; the same after
// each semicolon, tab and line break within it. Remove one to get the exact text. Every encoding other than ShiftJIS
// means UTF8BOM. In ShiftJIS a last column, if the table has a title for it, reports for each row which letters were
// replaced.
func CSV(w io.Writer, enc Encoding, t Table) error {
	reports := enc == ShiftJIS && t.ReplacedTitle != ""
	out := &csvWriter{Writer: bufio.NewWriterSize(w, bufferSize), encoding: enc, reports: reports}
	if enc != ShiftJIS {
		_, _ = out.WriteString(byteOrderMark)
	}
	header := make([]any, len(t.Header))
	for i, title := range t.Header {
		header[i] = title
	}
	out.line(header, t.ReplacedTitle)
	for row, err := range t.Rows {
		if err != nil {
			return err
		}
		out.line(row, "")
	}
	return out.Flush()
}

const bufferSize = 1 << 16

// csvWriter ignores errors of writing, because the Flush at the end returns them.
type csvWriter struct {
	*bufio.Writer
	encoding Encoding
	reports  bool     // whether there is a column for what was replaced
	replaced []string // in the line so far
}

// line writes a line. The cell for what was replaced in the others has the title instead, if there is one.
func (w *csvWriter) line(cells []any, title string) {
	w.replaced = nil
	for i, cell := range cells {
		if i > 0 {
			_ = w.WriteByte(',')
		}
		w.cell(cell)
	}
	if w.reports {
		_ = w.WriteByte(',')
		w.cell(cmp.Or(title, strings.Join(w.replaced, " ")))
	}
	_, _ = w.WriteString("\r\n")
}

// cell escapes for Shift_JIS before it looks for formulas: what replaces a letter may begin one, or end in a semicolon.
func (w *csvWriter) cell(cell any) {
	text := cellText(cell)
	if isPlain(text) {
		_, _ = w.WriteString(text)
		return
	}
	if w.encoding == ShiftJIS {
		var replaced []string
		text, replaced = escapeForShiftJIS(text)
		w.replaced = append(w.replaced, replaced...)
	}
	if _, isText := underlying(cell).(string); isText {
		text = safeText(text)
	}
	text = quote(text)
	if w.encoding == ShiftJIS {
		text = shiftJIS(text)
	}
	_, _ = w.WriteString(text)
}

// isPlain reports whether a text needs nothing in any encoding, as codes and numbers.
func isPlain(text string) bool {
	for i := range len(text) {
		c := text[i]
		isLatin := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
		if !isLatin && (i == 0 || c != '-') {
			return false
		}
	}
	return true
}

// cellText is a cell as a text.
func cellText(cell any) string {
	switch v := underlying(cell).(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.Format(timeLayout)
	case Day:
		return time.Time(v).Format(time.DateOnly)
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
