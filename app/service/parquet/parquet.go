// Package parquet writes tables as Apache Parquet files, which pandas, Polars, R (arrow), DuckDB and Spark read. It
// writes what a table of codes and whole numbers needs of the format (github.com/apache/parquet-format): optional
// columns, plain encoding, pages packed by gzip, a group for every 10,000 rows, so that memory does not grow with the
// table.
package parquet

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"math"
)

// Column is a column of texts in UTF-8, or of whole numbers of 32 bits.
type Column struct {
	Name   string
	IsText bool
}

// Note is kept in the footer, where readers find it by its key.
type Note struct{ Key, Value string }

// File is a table to write. Rows yields cells in the order of the columns: a string or an int as the column has them,
// or nil for none.
type File struct {
	Columns []Column
	Notes   []Note
	Rows    iter.Seq2[[]any, error]
}

const (
	magic     = "PAR1"
	groupRows = 10_000
)

// Write writes the file. An error of Rows ends it and is returned.
func Write(w io.Writer, f *File) error {
	out := &writer{w: w, columns: make([]chunk, len(f.Columns))}
	for i := range f.Columns {
		out.columns[i].Column = f.Columns[i]
	}
	out.write([]byte(magic))
	for row, err := range f.Rows {
		if err == nil {
			err = out.add(row)
		}
		if err != nil {
			return err
		}
	}
	out.endGroup()
	footer := out.footer(f.Notes)
	out.write(footer)
	out.write(binary.LittleEndian.AppendUint32(nil, uint32(len(footer)))) //nolint:gosec // some kilobytes
	out.write([]byte(magic))
	return out.err
}

// writer ignores errors of writing until the end; err is the first.
type writer struct {
	w       io.Writer
	at      int64
	err     error
	columns []chunk
	rows    int // in the group
	groups  []group
}

// group is what the footer says of rows that lie together.
type group struct {
	rows   int
	size   int64 // before packing
	chunks []written
}

// written is where a column of a group lies.
type written struct {
	at, packed, size int64
	values           int
}

func (w *writer) write(content []byte) {
	if w.err == nil {
		_, w.err = w.w.Write(content)
	}
	w.at += int64(len(content))
}

func (w *writer) add(row []any) error {
	if len(row) != len(w.columns) {
		return fmt.Errorf("a row of %d cells for %d columns", len(row), len(w.columns))
	}
	for i := range w.columns {
		if err := w.columns[i].add(row[i]); err != nil {
			return err
		}
	}
	if w.rows++; w.rows == groupRows {
		w.endGroup()
	}
	return nil
}

// endGroup writes what was gathered, a page for each column.
func (w *writer) endGroup() {
	if w.rows == 0 {
		return
	}
	g := group{rows: w.rows}
	for i := range w.columns {
		c := &w.columns[i]
		content := c.page()
		packed := pack(content)
		header := pageHeader(len(content), len(packed), w.rows)
		size := int64(len(header) + len(content))
		g.chunks = append(g.chunks, written{w.at, int64(len(header) + len(packed)), size, w.rows})
		g.size += size
		w.write(header)
		w.write(packed)
	}
	w.groups, w.rows = append(w.groups, g), 0
}

func pack(content []byte) []byte {
	var packed bytes.Buffer
	out := gzip.NewWriter(&packed)
	_, _ = out.Write(content) // into memory it cannot fail
	_ = out.Close()
	return packed.Bytes()
}

// chunk gathers the cells of a column in a group: whether each is there, as runs, then those that are.
type chunk struct {
	Column
	runs   []run
	values []byte
}

type run struct {
	isThere bool
	length  uint64
}

func (c *chunk) add(cell any) error {
	switch v := cell.(type) {
	case nil:
		c.count(false)
		return nil
	case string:
		if c.IsText {
			c.count(true)
			c.values = binary.LittleEndian.AppendUint32(c.values, uint32(len(v))) //nolint:gosec // texts have limits
			c.values = append(c.values, v...)
			return nil
		}
	case int:
		if !c.IsText && v >= math.MinInt32 && v <= math.MaxInt32 {
			c.count(true)
			c.values = binary.LittleEndian.AppendUint32(c.values, uint32(int32(v))) //nolint:gosec // as checked
			return nil
		}
	}
	return fmt.Errorf("column %s cannot have %T %v", c.Name, cell, cell)
}

func (c *chunk) count(isThere bool) {
	if last := len(c.runs) - 1; last >= 0 && c.runs[last].isThere == isThere {
		c.runs[last].length++
		return
	}
	c.runs = append(c.runs, run{isThere, 1})
}

// page is the content of the page, which is empty again afterwards.
func (c *chunk) page() []byte {
	var levels []byte
	for _, r := range c.runs {
		levels = binary.AppendUvarint(levels, r.length<<1)
		if r.isThere {
			levels = append(levels, 1)
		} else {
			levels = append(levels, 0)
		}
	}
	page := binary.LittleEndian.AppendUint32(nil, uint32(len(levels))) //nolint:gosec // at most two bytes a row
	page = append(append(page, levels...), c.values...)
	c.runs, c.values = c.runs[:0], c.values[:0]
	return page
}
