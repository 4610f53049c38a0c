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
	// ShiftJIS is what Windows programs in Japan call Shift_JIS (code page 932). It holds 髙 and 﨑, but neither 𠮷 nor
	// Hangul nor emoji: such a character is written as &#xHEX; with its code point, as in &#x20BB7; for 𠮷, and a text
	// that holds "&#x" itself has it written as "&#x26;#x". So turning each &#xHEX; into its character gives the exact
	// text back, with one exception: of characters that Unicode has twice and Shift_JIS once (〜 and ～, − and －), the
	// one that Windows uses comes back.
	ShiftJIS Encoding = "shift_jis"
)

// ParseEncoding reads the name of an encoding; no name means the default.
func ParseEncoding(name string) (Encoding, bool) {
	switch e := Encoding(strings.ToLower(name)); e {
	case "":
		return UTF8BOM, true
	case UTF8BOM, ShiftJIS:
		return e, true
	}
	return "", false
}

// Charset is the encoding's name in a Content-Type.
func (e Encoding) Charset() string {
	if e == ShiftJIS {
		return "Shift_JIS"
	}
	return "utf-8"
}

// windowsForms are the characters that Unicode has twice and Shift_JIS once, as Macs and phones write them.
var windowsForms = strings.NewReplacer("〜", "～", "−", "－", "—", "―", "‖", "∥", "¢", "￠", "£", "￡", "¬", "￢", "¥", "￥")

// shiftJIS encodes a text and loses none of it.
func shiftJIS(text string) string {
	text = windowsForms.Replace(strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "&#x", "&#x26;#x"))
	encoder := japanese.ShiftJIS.NewEncoder()
	if whole, err := encoder.String(text); err == nil {
		return whole
	}
	var out strings.Builder
	for _, r := range text {
		one, err := encoder.String(string(r))
		if err != nil {
			one = fmt.Sprintf("&#x%X;", r)
		}
		out.WriteString(one)
	}
	return out.String()
}
