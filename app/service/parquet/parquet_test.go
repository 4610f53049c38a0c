package parquet_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/parquet"
)

var columns = []parquet.Column{{Name: "code", IsText: true}, {Name: "q1"}, {Name: "nothing"}}

// hardRows are rows of every kind, in three groups.
func hardRows() (rows [][]any) {
	for i := range 20_005 {
		row := []any{fmt.Sprintf("𠮷野家👍\n%d", i), i - 3, nil}
		switch i % 4 {
		case 1:
			row[0] = nil
		case 2:
			row[0], row[1] = "", nil
		case 3:
			row[0] = strings.Repeat("あ", i%7)
		}
		rows = append(rows, row)
	}
	return rows
}

func each(rows [][]any, end error) func(func([]any, error) bool) {
	return func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if end != nil {
			yield(nil, end)
		}
	}
}

// pyarrow reads the same file: see parquet in .ci/check-others.
func TestAFileIsReadBack(t *testing.T) {
	rows, notes := hardRows(), []parquet.Note{{"title", "題"}, {"codebook", "[]"}}
	var out bytes.Buffer
	if err := parquet.Write(&out, &parquet.File{Columns: columns, Notes: notes, Rows: each(rows, nil)}); err != nil {
		t.Fatal(err)
	}
	if folder := os.Getenv("MEGURI_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "hard.parquet"), out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, found := read(t, out.Bytes())
	if !slices.Equal(found, notes) {
		t.Errorf("the notes are %v", found)
	}
	if diff := cmp.Diff(rows, got); diff != "" {
		t.Errorf("the rows (-want +got):\n%s", diff)
	}
}

func TestATableWithoutRows(t *testing.T) {
	var out bytes.Buffer
	if err := parquet.Write(&out, &parquet.File{Columns: columns, Rows: each(nil, nil)}); err != nil {
		t.Fatal(err)
	}
	if rows, _ := read(t, out.Bytes()); len(rows) != 0 {
		t.Errorf("rows: %v", rows)
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	broken := errors.New("broken")
	for name, rows := range map[string]func(func([]any, error) bool){
		"a short row":           each([][]any{{"x"}}, nil),
		"a text for a number":   each([][]any{{"x", "1", nil}}, nil),
		"a number for a text":   each([][]any{{1, 1, nil}}, nil),
		"a number of 64 bits":   each([][]any{{"x", 1 << 40, nil}}, nil),
		"an error in the midst": each([][]any{{"x", 1, nil}}, broken),
	} {
		if err := parquet.Write(io.Discard, &parquet.File{Columns: columns, Rows: rows}); err == nil {
			t.Errorf("%s was written", name)
		}
	}
}

// read reads a file as its footer describes it.
func read(t *testing.T, file []byte) (rows [][]any, notes []parquet.Note) {
	t.Helper()
	size := int(binary.LittleEndian.Uint32(file[len(file)-8:]))
	if string(file[:4]) != "PAR1" || string(file[len(file)-4:]) != "PAR1" {
		t.Fatal("the marks are missing")
	}
	footer := (&thrift{t, file[len(file)-8-size : len(file)-8]}).record()
	for _, g := range list(footer[4]) {
		group := g.(map[int]any)
		first := len(rows)
		for range group[3].(int64) {
			rows = append(rows, make([]any, len(columns)))
		}
		for i, c := range list(group[1]) {
			about := c.(map[int]any)[3].(map[int]any)
			if name := string(list(about[3])[0].([]byte)); name != columns[i].Name {
				t.Errorf("column %d is %s", i, name)
			}
			start := about[9].(int64)
			for j, cell := range readPage(t, file[start:start+about[7].(int64)], columns[i].IsText) {
				rows[first+j][i] = cell
			}
		}
	}
	if footer[3].(int64) != int64(len(rows)) {
		t.Errorf("%d rows are said to be %d", len(rows), footer[3])
	}
	for _, n := range list(footer[5]) {
		note := n.(map[int]any)
		notes = append(notes, parquet.Note{Key: string(note[1].([]byte)), Value: string(note[2].([]byte))})
	}
	return rows, notes
}

func readPage(t *testing.T, page []byte, isText bool) (cells []any) {
	t.Helper()
	in := &thrift{t, page}
	header := in.record()
	unpacked, err := gzip.NewReader(bytes.NewReader(in.rest))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil || int64(len(content)) != header[2] || int64(len(in.rest)) != header[3] {
		t.Fatalf("a page of %d bytes, %d packed, says %v: %v", len(content), len(in.rest), header, err)
	}
	levels, values := content[4:4+binary.LittleEndian.Uint32(content)], content[4+binary.LittleEndian.Uint32(content):]
	for len(levels) > 0 {
		length, n := binary.Uvarint(levels)
		isThere := levels[n] == 1
		levels = levels[n+1:]
		for range length >> 1 {
			switch {
			case !isThere:
				cells = append(cells, nil)
			case isText:
				end := 4 + binary.LittleEndian.Uint32(values)
				cells, values = append(cells, string(values[4:end])), values[end:]
			default:
				cells, values = append(cells, int(int32(binary.LittleEndian.Uint32(values)))), values[4:]
			}
		}
	}
	return cells
}

func list(value any) []any {
	items, _ := value.([]any)
	return items
}

// thrift reads the compact protocol: a structure is a map of its fields by number.
type thrift struct {
	t    *testing.T
	rest []byte
}

func (r *thrift) record() map[int]any {
	fields, number := map[int]any{}, 0
	for {
		head := r.rest[0]
		r.rest = r.rest[1:]
		if head == 0 {
			return fields
		}
		number += int(head >> 4)
		fields[number] = r.value(head & 15)
	}
}

func (r *thrift) varint() uint64 {
	value, n := binary.Uvarint(r.rest)
	r.rest = r.rest[n:]
	return value
}

func (r *thrift) value(kind byte) any {
	switch kind {
	case 5, 6:
		n := r.varint()
		return int64(n>>1) ^ -int64(n&1)
	case 8:
		n := r.varint()
		value := r.rest[:n]
		r.rest = r.rest[n:]
		return value
	case 9:
		head := r.rest[0]
		r.rest = r.rest[1:]
		n := uint64(head >> 4)
		if n == 15 {
			n = r.varint()
		}
		items := []any{}
		for range n {
			items = append(items, r.value(head&15))
		}
		return items
	case 12:
		return r.record()
	}
	r.t.Fatalf("a field of type %d", kind)
	return nil
}
