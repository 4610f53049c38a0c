package parquet

import "encoding/binary"

// The numbers of the format (parquet.thrift).
const (
	typeInt32     = 1
	typeByteArray = 6
	optional      = 1
	convertedUTF8 = 0
	encodingPlain = 0
	encodingRLE   = 3
	codecGzip     = 2
	logicalString = 1
)

// The types of Thrift's compact protocol.
const (
	thriftI32    = 5
	thriftI64    = 6
	thriftBinary = 8
	thriftList   = 9
	thriftStruct = 12
)

// record is a structure in Thrift's compact protocol. Fields come in the order of their numbers.
type record struct {
	content []byte
	last    int
}

func (r *record) field(number int, kind byte) {
	//nolint:gosec // fields are numbered from 1 to 10
	r.content = append(r.content, byte(number-r.last)<<4|kind)
	r.last = number
}

func (r *record) i32(number, value int) *record {
	r.field(number, thriftI32)
	r.content = binary.AppendVarint(r.content, int64(value))
	return r
}

func (r *record) i64(number int, value int64) *record {
	r.field(number, thriftI64)
	r.content = binary.AppendVarint(r.content, value)
	return r
}

func (r *record) text(number int, value string) *record {
	r.field(number, thriftBinary)
	r.content = appendText(r.content, value)
	return r
}

func (r *record) record(number int, value *record) *record {
	r.field(number, thriftStruct)
	r.content = append(r.content, value.end()...)
	return r
}

func (r *record) list(number int, kind byte, items ...[]byte) *record {
	r.field(number, thriftList)
	const short = 15
	if len(items) < short {
		r.content = append(r.content, byte(len(items))<<4|kind) //nolint:gosec // below 15
	} else {
		r.content = binary.AppendUvarint(append(r.content, 0xF0|kind), uint64(len(items)))
	}
	for _, item := range items {
		r.content = append(r.content, item...)
	}
	return r
}

func (r *record) end() []byte { return append(r.content, 0) }

func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

func number(value int) []byte { return binary.AppendVarint(nil, int64(value)) }

func pageHeader(size, packed, values int) []byte {
	page := new(record).i32(1, values).i32(2, encodingPlain).i32(3, encodingRLE).i32(4, encodingRLE)
	return new(record).i32(1, 0).i32(2, size).i32(3, packed).record(5, page).end()
}

// footer is the description of the file (FileMetaData).
func (w *writer) footer(notes []Note) []byte {
	schema := [][]byte{new(record).text(4, "schema").i32(5, len(w.columns)).end()}
	for i := range w.columns {
		schema = append(schema, w.columns[i].element())
	}
	var groups, said [][]byte
	rows := 0
	for _, g := range w.groups {
		rows += g.rows
		groups = append(groups, w.group(g))
	}
	for _, note := range notes {
		said = append(said, new(record).text(1, note.Key).text(2, note.Value).end())
	}
	file := new(record).i32(1, 1).list(2, thriftStruct, schema...).i64(3, int64(rows)).list(4, thriftStruct, groups...)
	return file.list(5, thriftStruct, said...).text(6, "Meguri").end()
}

func (c *Column) kind() int {
	if c.IsText {
		return typeByteArray
	}
	return typeInt32
}

// element is a column in the schema.
func (c *Column) element() []byte {
	element := new(record).i32(1, c.kind()).i32(3, optional).text(4, c.Name)
	if c.IsText {
		element.i32(6, convertedUTF8).record(10, new(record).record(logicalString, &record{}))
	}
	return element.end()
}

func (w *writer) group(g group) []byte {
	var chunks [][]byte
	for i, c := range g.chunks {
		column := &w.columns[i].Column
		about := new(record).i32(1, column.kind()).
			list(2, thriftI32, number(encodingPlain), number(encodingRLE)).
			list(3, thriftBinary, appendText(nil, column.Name)).
			i32(4, codecGzip).i64(5, int64(c.values)).i64(6, c.size).i64(7, c.packed).i64(9, c.at)
		chunks = append(chunks, new(record).i64(2, c.at).record(3, about).end())
	}
	return new(record).list(1, thriftStruct, chunks...).i64(2, g.size).i64(3, int64(g.rows)).end()
}
