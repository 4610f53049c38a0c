package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/unicode/norm"
)

func rows(list ...[]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, row := range list {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func table(list ...[]any) Table {
	return Table{Name: "申込", Header: []string{"氏名", "値"}, Rows: rows(list...)}
}

func writeCSV(t *testing.T, enc Encoding, table Table) string {
	t.Helper()
	var out bytes.Buffer
	if err := CSV(&out, enc, table); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCSV(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*3600)
	type mode string
	five := 5
	t.Run("starts with a byte order mark and ends lines in CRLF", func(t *testing.T) {
		got := writeCSV(t, UTF8BOM, table([]any{"髙﨑𠮷", 3}))
		if want := "\ufeff氏名,値\r\n髙﨑𠮷,3\r\n"; got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
	t.Run("writes each kind of cell plainly", func(t *testing.T) {
		got := writeCSV(t, "", Table{Rows: rows([]any{-5, 2.5, true, nil, &five, (*int)(nil), mode("venue"),
			time.Date(2025, 9, 20, 13, 30, 0, 0, tokyo), "a,b", `say "hi"`, "two\nlines", "0312345678", "-12.5"})})
		want := "\ufeff\r\n-5,2.5,true,,5,,venue,2025-09-20T13:30:00+09:00," +
			"\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",0312345678,-12.5\r\n"
		if got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
	t.Run("stops at a row that cannot be read", func(t *testing.T) {
		errFailed := errors.New("failed")
		failing := Table{Rows: func(yield func([]any, error) bool) { yield(nil, errFailed) }}
		if err := CSV(io.Discard, UTF8BOM, failing); !errors.Is(err, errFailed) {
			t.Fatalf("got %v", err)
		}
		if err := XLSX(io.Discard, failing); !errors.Is(err, errFailed) {
			t.Fatalf("got %v", err)
		}
	})
}

// dangerous are texts that a spreadsheet might run as a formula.
var dangerous = []string{
	"=1+1", "+81-90-1234-5678", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋81", "－cmd", "＠x", "﹦1", "−1",
	"  =1", "　＝1", "\u200b=1", "\ufeff=1", "=cmd|' /C calc'!A0", "\tplain", "\rplain", "⁺1", "-1-1", "+5",
}

var harmless = []string{"山田", "a=b", "1-2", "-5", "-0.5", "", " ", "😀", "090-1234-5678", "ー", "〜"}

func TestFormulasAreMadeSafe(t *testing.T) {
	for _, text := range dangerous {
		if got := safeText(text); !strings.HasPrefix(got, "'") || unsafeText(got) != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	for _, text := range harmless {
		if got := safeText(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	t.Run("what is passed without a closer look cannot run", func(t *testing.T) {
		for r := rune(0); r < 0x20000; r++ {
			if isOrdinary(string(r)) && strings.ContainsAny(norm.NFKC.String(string(r)), "=+-@") {
				t.Errorf("%q", r)
			}
		}
	})
	t.Run("and nothing is lost", func(t *testing.T) {
		var list [][]any
		all := append(append([]string{"'quoted", "''", "a\r\nb", "a\rb", "a;=1"}, dangerous...), harmless...)
		for _, text := range all {
			list = append(list, []any{text, "x"})
		}
		for i, line := range parseCSV(t, writeCSV(t, UTF8BOM, table(list...))[len("\ufeff"):]) {
			want := strings.ReplaceAll(all[i], "\r\n", "\n") // encoding/csv reads a line break as \n
			if got := unsafeText(line[0]); got != want {
				t.Errorf("%q was read back as %q", want, got)
			}
		}
	})
}

// TestNoFormulaForOtherSeparators reads files as a program does whose separator is another one, and whose quotation
// marks count only at the start of a cell.
func TestNoFormulaForOtherSeparators(t *testing.T) {
	texts := []string{
		"a;=1+1;b", "a\t=1+1\tb", "a;b;-2+3", "a\n=1+1", "a\r\n+1-1",
		"a; =1", "a;;=1", "a;'=1", "𠮷=1+1", "a;𠮷@SUM(A1)", "é+1+1",
		"'a;'=1", "a;-5", "a;＝1",
	}
	for _, enc := range []Encoding{UTF8BOM, ShiftJIS} {
		for _, text := range texts {
			file := writeCSV(t, enc, Table{Header: []string{"x", "y", "z"}, Rows: rows([]any{"first", text, "last"})})
			if enc == ShiftJIS {
				file, _ = japanese.ShiftJIS.NewDecoder().String(file)
			}
			for _, cell := range strings.FieldsFunc(file, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
				if beginsFormula(cell) && !strings.HasPrefix(cell, "-5\"") {
					t.Errorf("%s: %q has the cell %q", enc, text, cell)
				}
			}
			sheet, err := Read(strings.NewReader(file), "x.csv")
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(text, "\r\n", "\n")
			if enc == ShiftJIS {
				want = strings.ReplaceAll(want, "é", "e")
			}
			if got := sheet.Rows[0].Cells[1]; got != want {
				t.Errorf("%s: %q was read back as %q", enc, want, got)
			}
		}
	}
}

func parseCSV(t *testing.T, text string) [][]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines[1:]
}

func TestShiftJIS(t *testing.T) {
	escape := regexp.MustCompile(`&#x([0-9A-F]+);`)
	back := func(s string) string {
		return escape.ReplaceAllStringFunc(s, func(e string) string {
			n, _ := strconv.ParseInt(escape.FindStringSubmatch(e)[1], 16, 32)
			return string(rune(n))
		})
	}
	t.Run("holds what Windows holds and escapes the rest", func(t *testing.T) {
		got := writeCSV(t, ShiftJIS, Table{Header: []string{"氏名"}, Rows: rows([]any{"髙﨑𠮷①㈱～"})})
		want := "\x8e\x81\x96\xbc\r\n\"\xee\xe0\xed\x95&#x20BB7;\x87\x40\x87\x8a\x81\x60\"\r\n"
		if got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
	t.Run("comes back whole", func(t *testing.T) {
		names := []string{"髙﨑𠮷", "김민준", "😀", "&#x20BB7;", "&#x26;#x", "A&B", "ｱｲｳ", "\\", "葛󠄀", "か゚"}
		var list [][]any
		for _, name := range names {
			list = append(list, []any{name, 1})
		}
		text, err := japanese.ShiftJIS.NewDecoder().String(writeCSV(t, ShiftJIS, table(list...)))
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range parseCSV(t, text) {
			if got := back(line[0]); got != names[i] {
				t.Errorf("%q came back as %q", names[i], got)
			}
		}
	})
	t.Run("writes a Mac's wave dash as Windows does", func(t *testing.T) {
		if got, replaced := escapeForShiftJIS("10時〜"); shiftJIS(got) != "10\x8e\x9e\x81\x60" || replaced != nil {
			t.Fatalf("got %q, %q", got, replaced)
		}
	})
	t.Run("replaces a letter that it lacks by what people write", func(t *testing.T) {
		for name, want := range map[string]string{
			"José Fernández": "Jose Fernandez", "Ólafur Þórðarson": "Olafur Thordarson", "Łukasz Żółć": "Lukasz Zolc",
			"Đặng Thị": "Dang Thi", "Straße": "Strasse", "Ọlátúńjí": "Olatunji", "Şahin İpek": "Sahin Ipek",
			"Zoe\u0308": "Zoe", "ﬁ": "fi", "㋿": "令和", "m²": "m2", "O’Brien": "O’Brien", "№ 5": "№ 5", "Ⅻ": "XII",
			"¡Hola!": "&#xA1;Hola!", "Ọ\u0301": "O", "ǻ": "a",
		} {
			escaped, _ := escapeForShiftJIS(name)
			got, err := japanese.ShiftJIS.NewDecoder().String(shiftJIS(escaped))
			if err != nil || got != want {
				t.Errorf("%q became %q, want %q (%v)", name, got, want, err)
			}
		}
	})
	t.Run("reports in a last column what it replaced", func(t *testing.T) {
		list := table([]any{"José", "Łukasz"}, []any{"山田", 1}, []any{"Zoe\u0308", ""})
		list.ReplacedTitle = "置き換えた文字"
		text, err := japanese.ShiftJIS.NewDecoder().String(writeCSV(t, ShiftJIS, list))
		if err != nil {
			t.Fatal(err)
		}
		lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"置き換えた文字", "U+00E9→e U+0141→L", "", "U+0308→"} {
			if got := lines[i][len(lines[i])-1]; got != want {
				t.Errorf("line %d: got %q, want %q", i, got, want)
			}
		}
	})
	t.Run("is told apart from UTF-8, which has no such column", func(t *testing.T) {
		got := writeCSV(t, UTF8BOM, Table{Header: []string{"a"}, Rows: rows([]any{"é"}), ReplacedTitle: "b"})
		if got != byteOrderMark+"a\r\né\r\n" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("is asked for by name", func(t *testing.T) {
		for name, want := range map[string]Encoding{"": UTF8BOM, "utf-8-bom": UTF8BOM, "Shift_JIS": ShiftJIS} {
			if got, ok := ParseEncoding(name); !ok || got != want {
				t.Errorf("%q: %q, %v", name, got, ok)
			}
		}
		if _, ok := ParseEncoding("euc-jp"); ok {
			t.Error("an unknown encoding was taken")
		}
	})
}

func TestTheSameTablesGiveTheSameWorkbook(t *testing.T) {
	var first []byte
	for range 20 {
		var out bytes.Buffer
		empty := []Table{{Name: "b", Rows: rows()}, {Name: "c", Rows: rows()}}
		if err := XLSX(&out, append([]Table{table([]any{"a", 1})}, empty...)...); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = out.Bytes()
		}
		if !bytes.Equal(first, out.Bytes()) {
			t.Fatal("two workbooks differ")
		}
	}
}

func TestXLSX(t *testing.T) {
	at := time.Date(2025, 9, 20, 13, 30, 0, 0, time.FixedZone("JST", 9*3600))
	var out bytes.Buffer
	list := [][]any{{"髙﨑𠮷😀", -5}, {at, 2.5}, {" 前後 ", true}, {"a\x01_x0041_", nil}, {"two\nlines", "00123"}}
	for _, text := range append(dangerous, harmless...) {
		list = append(list, []any{text, 1})
	}
	named := Table{Name: "[a/b]:?*" + strings.Repeat("長", 40), Header: []string{"x"}, Rows: rows()}
	if err := XLSX(&out, table(list...), named); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	cell := func(ref string) string {
		value, err := file.GetCellValue("申込", ref, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	t.Run("keeps text, numbers and times as they are", func(t *testing.T) {
		for ref, want := range map[string]string{
			"A1": "氏名", "A2": "髙﨑𠮷😀", "B2": "-5", "B3": "2.5", "A4": " 前後 ", "B4": "1", "A5": "a␁_x0041_",
			"B5": "", "A6": "two\nlines", "B6": "00123",
		} {
			if got := cell(ref); got != want {
				t.Errorf("%s: got %q, want %q", ref, got, want)
			}
		}
		if got, _ := file.GetCellValue("申込", "A3"); got != "2025-09-20 13:30:00" {
			t.Errorf("time: %q", got)
		}
	})
	t.Run("types: a text is no number, a number no text", func(t *testing.T) {
		for ref, want := range map[string]excelize.CellType{
			"B6": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "A3": excelize.CellTypeUnset,
		} {
			if got, _ := file.GetCellType("申込", ref); got != want {
				t.Errorf("%s: type %v, want %v", ref, got, want)
			}
		}
	})
	t.Run("never writes a formula", func(t *testing.T) {
		for i, text := range append(dangerous, harmless...) {
			ref := "A" + strconv.Itoa(7+i)
			if got := strings.ReplaceAll(cell(ref), "\r", "\n"); got != strings.ReplaceAll(text, "\r", "\n") {
				t.Errorf("%q became %q", text, got)
			}
			if formula, _ := file.GetCellFormula("申込", ref); formula != "" {
				t.Errorf("%q is a formula", text)
			}
		}
	})
	t.Run("the header stays in view", func(t *testing.T) {
		panes, err := file.GetPanes("申込")
		if err != nil {
			t.Fatal(err)
		}
		if !panes.Freeze {
			t.Error("nothing is frozen")
		}
		if panes.YSplit != 1 {
			t.Errorf("%d rows are frozen", panes.YSplit)
		}
		if width, _ := file.GetColWidth("申込", "A"); width <= minWidth || width > maxWidth {
			t.Errorf("width %v", width)
		}
	})
	t.Run("any name of a sheet is made to fit", func(t *testing.T) {
		if names := file.GetSheetList(); len(names) != 2 || len([]rune(names[1])) != maxSheet {
			t.Errorf("%q", names)
		}
	})
	t.Run("refuses to cut a text", func(t *testing.T) {
		err := XLSX(io.Discard, table([]any{strings.Repeat("あ", maxCell+1), 1}))
		if !errors.Is(err, ErrCellTooLong) {
			t.Fatalf("got %v", err)
		}
	})
}
