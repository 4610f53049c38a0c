package table

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding/japanese"
)

// Encoding is the character encoding of a CSV file.
type Encoding string

// The encodings.
const (
	// UTF8BOM is UTF-8 with a byte order mark, by which Excel recognises it. It is the default.
	UTF8BOM Encoding = "utf-8-bom"
	// ShiftJIS is the Shift_JIS of Windows in Japan (code page 932). It has 髙 and 﨑, but not 𠮷, Hangul or emoji. Such a
	// character is written as &#xHEX; with its code point, as in &#x20BB7; for 𠮷, and "&#x" itself as "&#x26;#x". So
	// replacing each &#xHEX; by its character restores the text, with one exception: of characters that Unicode has twice
	// and Shift_JIS once (〜 and ～, − and －), the one that Windows uses comes back.
	ShiftJIS Encoding = "shift_jis"
)

// ParseEncoding reads the name of an encoding. An empty name means the default.
func ParseEncoding(name string) (Encoding, bool) {
	switch e := Encoding(strings.ToLower(name)); e {
	case "":
		return UTF8BOM, true
	case UTF8BOM, ShiftJIS:
		return e, true
	}
	return "", false
}

// Charset is the charset of the encoding in a Content-Type.
func (e Encoding) Charset() string {
	if e == ShiftJIS {
		return "Shift_JIS"
	}
	return "utf-8"
}

// windowsForms replaces characters that Unicode has twice and Shift_JIS once, as Macs and phones write them, by the
// ones that Windows uses.
var windowsForms = strings.NewReplacer("〜", "～", "−", "－", "—", "―", "‖", "∥", "¢", "￠", "£", "￡", "¬", "￢", "¥", "￥")

// escapeForShiftJIS makes a text that Shift_JIS can hold without loss: see ShiftJIS.
func escapeForShiftJIS(text string) string {
	text = windowsForms.Replace(strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "&#x", "&#x26;#x"))
	encoder := japanese.ShiftJIS.NewEncoder()
	if _, err := encoder.String(text); err == nil {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if _, err := encoder.String(string(r)); err != nil {
			fmt.Fprintf(&out, "&#x%X;", r)
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// shiftJIS encodes what escapeForShiftJIS made, which cannot fail.
func shiftJIS(text string) string {
	encoded, _ := japanese.ShiftJIS.NewEncoder().String(text)
	return encoded
}
