package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"meguri/models"
)

// grid is a sheet as plain rows, the header first.
func grid(s *Sheet) [][]string {
	list := [][]string{s.Header}
	for _, row := range s.Rows {
		list = append(list, row.Cells)
	}
	return list
}

func read(t *testing.T, content, name string) *Sheet {
	t.Helper()
	sheet, err := Read(strings.NewReader(content), name)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func encoded(t *testing.T, encode func(string) (string, error), text string) string {
	t.Helper()
	out, err := encode(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadCSV(t *testing.T) {
	const lines = "氏名,所属\r\n山田 花子,NPO「風」\r\n"
	want := [][]string{{"氏名", "所属"}, {"山田 花子", "NPO「風」"}}
	utf16 := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	for name, content := range map[string]string{
		"UTF-8":                  lines,
		"UTF-8 with a mark":      byteOrderMark + lines,
		"Shift_JIS":              encoded(t, japanese.ShiftJIS.NewEncoder().String, lines),
		"UTF-16":                 encoded(t, utf16.String, strings.ReplaceAll(lines, ",", "\t")),
		"semicolons":             strings.ReplaceAll(lines, ",", ";"),
		"tabs":                   strings.ReplaceAll(lines, ",", "\t"),
		"line feeds alone":       strings.ReplaceAll(lines, "\r", ""),
		"carriage returns alone": strings.ReplaceAll(lines, "\n", ""),
		"mixed line ends":        strings.Replace(lines, "\r\n", "\n\r", 1),
		"EUC-JP":                 encoded(t, japanese.EUCJP.NewEncoder().String, lines),
		"ISO-2022-JP":            encoded(t, japanese.ISO2022JP.NewEncoder().String, lines),
		"no line end at the end": strings.TrimSpace(lines),
		"empty rows":             "\r\n,,\r\n" + strings.ReplaceAll(lines, "\r\n", "\r\n\r\n"),
		"empty cells at the end": "氏名,所属,,\n山田 花子,NPO「風」,,,,\n",
	} {
		t.Run(name, func(t *testing.T) {
			if got := grid(read(t, content, "people.csv")); !reflect.DeepEqual(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestReadCells(t *testing.T) {
	for name, c := range map[string]struct{ cell, want string }{
		"a line break":                   {"\"一\r\n二\"", "一\n二"},
		"a line break of an old Mac":     {"\"一\r二\"", "一\n二"},
		"a formula":                      {`"=HYPERLINK(""x"")"`, `=HYPERLINK("x")`},
		"a day that does not exist":      {"2026/2/30", "2026/2/30"},
		"a quotation mark":               {`"彼は ""はい"" と"`, `彼は "はい" と`},
		"another separator in quotes":    {`"a;b"`, "a;b"},
		"space around":                   {"　山田 ", "　山田 "},
		"a formula that we made safe":    {"'=1+1", "=1+1"},
		"an apostrophe that we doubled":  {"''90s", "'90s"},
		"an apostrophe of its own":       {"'90s", "'90s"},
		"a letter that we escaped":       {"&#x20BB7;田", "𠮷田"},
		"an escape that we escaped":      {"&#x26;#x20BB7;", "&#x20BB7;"},
		"an escape that is no character": {"&#xD800;", "&#xD800;"},
		"a number with a zero in front":  {"0312345678", "0312345678"},
	} {
		t.Run(name, func(t *testing.T) {
			sheet := read(t, "a,b\n"+c.cell+",x\n", "a.csv")
			if got := sheet.Rows[0].Cells[0]; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	t.Run("an escape in a file that is marked as UTF-8 stays", func(t *testing.T) {
		if got := read(t, byteOrderMark+"a\n&#x26;\n", "a.csv").Rows[0].Cells[0]; got != "&#x26;" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("rows are counted as a spreadsheet shows them", func(t *testing.T) {
		sheet := read(t, "a,b\n\"1\n2\n3\",x\n\n4,y\n", "a.csv")
		if got := sheet.Rows[0].Number; got != 2 {
			t.Errorf("the first row is number %d", got)
		}
		if got := sheet.Rows[1].Number; got != 4 {
			t.Errorf("the second row is number %d", got)
		}
	})
}

// workbook makes one with these cells on its first sheet.
func workbook(t *testing.T, cells map[string]any) string {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	for ref, value := range cells {
		if err := file.SetCellValue("Sheet1", ref, value); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := file.NewSheet("Sheet2"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestReadXLSX(t *testing.T) {
	content := workbook(t, map[string]any{
		"A2": "氏名", "B2": "年", "C2": "電話", "A4": "山田", "B4": 1999, "C4": 81312345678, "A5": "'90s", "C5": true,
	})
	sheet := read(t, content, "people.csv") // the content decides, not the name
	want := &Sheet{
		Header: []string{"氏名", "年", "電話"},
		Rows:   []Row{{4, []string{"山田", "1999", "81312345678"}}, {5, []string{"'90s", "", "TRUE"}}},
	}
	if !reflect.DeepEqual(sheet, want) {
		t.Errorf("got %+v, want %+v", sheet, want)
	}
}

func TestReadFaults(t *testing.T) {
	long := strings.Repeat("あ", maxCell+1)
	at := func(row int, column string, more ...any) []any {
		return append([]any{"row", row, "column", column}, more...)
	}
	many := []any{"most", maxRows}
	for name, c := range map[string]struct {
		content, file, key string
		args               []any
	}{
		"nothing":                  {"", "a.csv", "table.file_empty", nil},
		"nothing but separators":   {byteOrderMark + ",,\r\n,\r\n", "a.csv", "table.file_empty", nil},
		"an empty workbook":        {workbook(t, nil), "a.xlsx", "table.file_empty", nil},
		"too large":                {strings.Repeat("a", maxBytes+1), "a.csv", "table.file_large", []any{"megabytes", 10}},
		"too many rows":            {"a\n" + strings.Repeat("1\n", maxRows+1), "a.csv", "table.rows_many", many},
		"an old workbook":          {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a.xls", "table.file_old", nil},
		"no workbook":              {"a,b", "a.XLSX", "table.file_broken", nil},
		"a broken workbook":        {"PK\x03\x04 and so on", "a.xlsx", "table.file_broken", nil},
		"a quotation mark inside":  {"a,b\n1,2\n3,4\"5\n", "a.csv", "table.cell_quotes", at(3, "B")},
		"a quotation that is open": {"a,b\n\"1\n2\",2\n3,\"4\n", "a.csv", "table.cell_quotes", at(3, "B")},
		"no known letters":         {"氏,b\n\x81\x20,2\n", "a.csv", "table.cell_letters", at(1, "A")},
		"broken after a mark":      {byteOrderMark + "a,b\n1,\xff\n", "a.csv", "table.cell_letters", at(2, "B")},
		"a cell without a title":   {"a,b\n1,2\n3,4,,5\n", "a.csv", "table.no_title", at(3, "D")},
		"a long cell":              {"a,b\n1," + long, "a.csv", "table.cell_long", at(2, "B", "most", maxCell)},
		"a PDF":                    {"%PDF-1.7\n1 0 obj\n", "a.csv", "table.file_other", nil},
		"a picture":                {"GIF89a\x00\x01", "a.csv", "table.file_other", nil},
		"another archive":          {archive(t, map[string]int{"a.txt": 10}), "a.xlsx", "table.file_broken", nil},
		"too many columns": {
			strings.Repeat("a,", maxColumns) + "a\n", "a.csv", "table.columns_many", at(1, "GS", "most", maxColumns),
		},
		"a cell far to the right": {
			workbook(t, map[string]any{"A1": "a", "XFD2": "b"}), "a.xlsx", "table.columns_many",
			at(2, "GS", "most", maxColumns),
		},
	} {
		t.Run(name, func(t *testing.T) {
			sheet, err := Read(strings.NewReader(c.content), c.file)
			var tableErr *models.Error
			if !errors.As(err, &tableErr) {
				t.Fatalf("got %v, %v", sheet, err)
			}
			if tableErr.Code != models.CodeInvalid {
				t.Errorf("code %q", tableErr.Code)
			}
			if tableErr.Key != c.key {
				t.Errorf("got %q, want %q", tableErr.Key, c.key)
			}
			if !reflect.DeepEqual(tableErr.Args, c.args) {
				t.Errorf("got %v, want %v", tableErr.Args, c.args)
			}
		})
	}
	t.Run("a reader that fails is no fault of the file", func(t *testing.T) {
		errFailed := errors.New("failed")
		if _, err := Read(io.MultiReader(strings.NewReader("a,b"), failing{errFailed}), "a.csv"); !errors.Is(err, errFailed) {
			t.Errorf("got %v", err)
		}
	})
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// archive packs files of zeros with the sizes.
func archive(t *testing.T, sizes map[string]int) string {
	t.Helper()
	var out bytes.Buffer
	packer := zip.NewWriter(&out)
	for name, size := range sizes {
		part, err := packer.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(part, io.LimitReader(zeros{}, int64(size))); err != nil {
			t.Fatal(err)
		}
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// A small file whose unpacked size is too large is refused before it is unpacked.
func TestReadBomb(t *testing.T) {
	bomb := archive(t, map[string]int{"xl/worksheets/sheet1.xml": maxUnpacked + 1})
	if len(bomb) > 200_000 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	_, err := Read(strings.NewReader(bomb), "a.xlsx")
	if err == nil || !strings.Contains(err.Error(), "unzip size exceeds") {
		t.Errorf("got %v", err)
	}
}

// A workbook whose cells share millions of texts is refused before they are read.
func TestReadManySharedTexts(t *testing.T) {
	bomb := archive(t, map[string]int{"xl/sharedStrings.xml": maxShared + 1})
	if _, err := Read(strings.NewReader(bomb), "a.xlsx"); err == nil || !strings.Contains(err.Error(), "shared texts") {
		t.Errorf("got %v", err)
	}
}

// Formulas in a workbook are not run: a cell has what the program that wrote it put there.
func TestReadFormulas(t *testing.T) {
	file := excelize.NewFile()
	defer file.Close()
	for cell, formula := range map[string]string{"A2": "1+1", "B2": `HYPERLINK("https://evil.example","x")`} {
		if err := file.SetCellFormula("Sheet1", cell, formula); err != nil {
			t.Fatal(err)
		}
	}
	for cell, text := range map[string]string{"A1": "氏名", "B1": "所属", "C1": "電話", "C2": "=1+1"} {
		if err := file.SetCellStr("Sheet1", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		t.Fatal(err)
	}
	sheet, err := Read(&out, "a.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sheet.Rows[0].Cells, []string{"", "", "=1+1"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// texts generates texts of ordinary characters and of those that are hard to write.
func texts(extraLetters string) *rapid.Generator[string] {
	alphabet := []rune(extraLetters + "aZ09 ,;\t\"'|&#x;\n=+-@_あ漢髙﨑①ｱ（）　～")
	return rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 12, -1)
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	for name, c := range map[string]struct {
		extraLetters string // characters that this format keeps
		file         string
		write        func(io.Writer, Table) error
	}{
		"utf-8-bom": {"𠮷😀한é〜−", "a.csv", func(w io.Writer, t Table) error { return CSV(w, UTF8BOM, t) }},
		"shift_jis": {"𠮷😀한", "a.csv", func(w io.Writer, t Table) error { return CSV(w, ShiftJIS, t) }},
		"xlsx":      {"𠮷😀한é〜−", "a.xlsx", func(w io.Writer, t Table) error { return XLSX(w, t) }},
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				width := rapid.IntRange(1, 4).Draw(t, "columns")
				want := [][]string{make([]string, width)}
				for i := range want[0] {
					want[0][i] = fmt.Sprintf("見出し%d", i+1) // a header has no empty cell
				}
				var list [][]any
				for range rapid.IntRange(0, 5).Draw(t, "rows") {
					row := rapid.SliceOfN(texts(c.extraLetters), width, width).Draw(t, "row")
					cells := make([]any, width)
					for i, cell := range row {
						cells[i] = cell
					}
					list = append(list, cells)
					if strings.Join(row, "") != "" {
						want = append(want, row)
					}
				}
				var out bytes.Buffer
				if err := c.write(&out, Table{Name: "表", Header: want[0], Rows: rows(list...)}); err != nil {
					t.Fatal(err)
				}
				sheet, err := Read(&out, c.file)
				if err != nil {
					t.Fatal(err)
				}
				if got := grid(sheet); !reflect.DeepEqual(got, want) {
					t.Fatalf("got %q, want %q", got, want)
				}
			})
		})
	}
}
