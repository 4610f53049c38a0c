// Package packed keeps an uploaded file in the form that asks what is to be done with it: nothing is stored before
// somebody has said so.
package packed

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
)

// Largest is how large a file may be when it is unpacked.
const Largest = 16 << 20

// ErrBroken says that a text was not packed here, or is too large.
var ErrBroken = errors.New("packed: no packed file")

// Pack makes a text of a file.
func Pack(content []byte) string {
	var out bytes.Buffer
	writer := gzip.NewWriter(&out)
	_, _ = writer.Write(content) // a buffer takes everything
	_ = writer.Close()
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// Unpack makes the file of its text again.
func Unpack(text string) ([]byte, error) {
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(content) == 0 {
		return nil, ErrBroken
	}
	reader, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, ErrBroken
	}
	content, err = io.ReadAll(io.LimitReader(reader, Largest+1))
	if err != nil || len(content) > Largest {
		return nil, ErrBroken
	}
	return content, nil
}
