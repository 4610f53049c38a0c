package table

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// isText reports whether a file may be a text: it has no zero bytes, unless it is in UTF-16, and does not begin as a
// PDF, whose first lines could be one.
func isText(content []byte) bool {
	return isUTF16(content) || !bytes.HasPrefix(content, []byte("%PDF-")) && bytes.IndexByte(content, 0) < 0
}

func isUTF16(content []byte) bool {
	return bytes.HasPrefix(content, []byte{0xFF, 0xFE}) || bytes.HasPrefix(content, []byte{0xFE, 0xFF}) ||
		unmarkedUTF16(content) != nil
}

// unmarkedUTF16 is the UTF-16 that a text without a byte order mark is in, nil for none: one byte of each tab, line end
// and digit is zero, mostly the same. A text has no other control characters.
func unmarkedUTF16(content []byte) encoding.Encoding {
	var zeros [2]int
	for i, b := range content {
		if b == 0 {
			zeros[i%2]++
		}
	}
	order := unicode.LittleEndian
	switch {
	case len(content)%2 != 0 || zeros[0] == zeros[1]:
		return nil
	case zeros[0] > zeros[1]:
		order = unicode.BigEndian
	}
	found := unicode.UTF16(order, unicode.IgnoreBOM)
	text, ok := decodesWhole(found, content)
	if !ok || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n", r) }) {
		return nil
	}
	return found
}

// decode detects the encoding and decodes the content. mayBeDamaged says that a U+FFFD in the text may stand for bytes
// that could not be decoded. The byte order mark of UTF-8 stays in the text.
func decode(content []byte) (text string, mayBeDamaged bool, err error) {
	decoder := japanese.ShiftJIS.NewDecoder()
	switch {
	case unmarkedUTF16(content) != nil: // its bytes may be UTF-8, too
		decoder = unmarkedUTF16(content).NewDecoder()
	case utf8.Valid(content) && !bytes.Contains(content, []byte("\x1b$")):
		return string(content), false, nil
	case utf8.Valid(content):
		decoder = japanese.ISO2022JP.NewDecoder()
	case bytes.HasPrefix(content, []byte(byteOrderMark)):
		return strings.ToValidUTF8(string(content), string(utf8.RuneError)), true, nil
	case isUTF16(content):
		decoder = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case isEUCJP(content):
		decoder = japanese.EUCJP.NewDecoder()
	}
	text, err = decoder.String(string(content))
	return text, true, err
}

// isEUCJP reports whether bytes that may be Shift_JIS are EUC-JP. Nearly every kana and kanji in Shift_JIS begins with
// a byte that EUC-JP does not have. What is no more than half-width kana in Shift_JIS is taken for that.
func isEUCJP(content []byte) bool {
	if text, ok := decodesWhole(japanese.EUCJP, content); !ok || strings.ContainsFunc(text, isHalfWidthKana) {
		return false
	}
	text, ok := decodesWhole(japanese.ShiftJIS, content)
	return !ok || strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf && !isHalfWidthKana(r) })
}

func decodesWhole(from encoding.Encoding, content []byte) (string, bool) {
	text, err := from.NewDecoder().String(string(content))
	return text, err == nil && !strings.ContainsRune(text, utf8.RuneError)
}

func isHalfWidthKana(r rune) bool { return r >= '｡' && r <= 'ﾟ' }
