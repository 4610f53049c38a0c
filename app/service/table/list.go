package table

import (
	"bytes"

	"meguri/app/service/packed"
	"meguri/models"
	"meguri/models/text"
)

// List is a list that a form brings as a file and that its preview brings back. Nothing of it is kept here before
// somebody has seen what becomes of each row, and what can be previewed can be stored.
type List struct {
	// Packed is the file as the preview keeps it, FileName its name.
	Packed   string `form:"packed"`
	FileName string `form:"file_name"`

	content []byte
}

// The limits of a list: its file comes back with the button of the preview, which shows every row.
const (
	largestList = 4 << 20
	mostListed  = 5000
	maxName     = 120
)

// Take takes an uploaded file. Errors: Invalid for one that is too large.
func (l *List) Take(name string, content []byte) error {
	if len(content) > largestList {
		return models.NewError(models.CodeInvalid, "table.file_large", "megabytes", largestList>>20)
	}
	l.FileName, l.content, l.Packed = text.Shorten(text.CleanLine(name), maxName), content, packed.Pack(content)
	return nil
}

// Read reads it. Errors: as of the function Read; Invalid for too many rows, or for what no preview brings.
func (l *List) Read() (*Sheet, error) {
	l.FileName = text.Shorten(text.CleanLine(l.FileName), maxName)
	if l.content == nil {
		content, err := packed.Unpack(l.Packed)
		if err != nil {
			return nil, models.NewError(models.CodeInvalid, "import.no_file")
		}
		l.content = content
	}
	return readInto(bytes.NewReader(l.content), l.FileName, &Sheet{most: mostListed})
}
