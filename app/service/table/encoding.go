package table

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/unicode/norm"
)

// Encoding is the character encoding of a CSV file.
type Encoding string

// The encodings.
const (
	// UTF8BOM is UTF-8 with a byte order mark, by which Excel recognises it. It is the default.
	UTF8BOM Encoding = "utf-8-bom"
	// ShiftJIS is the Shift_JIS of Windows in Japan (code page 932). It has 髙 and 﨑, but no é, 𠮷, Hangul or emoji. A Latin
	// letter or a sign that it lacks is replaced by what people write instead (é by e), and CSV reports it in a last
	// column. Another character that it lacks is written as &#xHEX; with its code point, as in &#x20BB7; for 𠮷, and "&#x"
	// itself as "&#x26;#x". Of characters that Unicode has twice and Shift_JIS once (〜 and ～, − and －), the one that
	// Windows uses is written.
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
var windowsForms = strings.NewReplacer(
	"〜", "～", "−", "－", "—", "―", "‖", "∥", "¢", "￠", "£", "￡", "¬", "￢", "¥", "￥", "‾", "￣", "\u00a0", " ",
)

// escapeForShiftJIS makes a text that Shift_JIS can hold, as ShiftJIS says, and lists the replacements as "U+00E9→e".
func escapeForShiftJIS(text string) (escaped string, replaced []string) {
	text = windowsForms.Replace(strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "&#x", "&#x26;#x"))
	encoder := japanese.ShiftJIS.NewEncoder()
	if _, err := encoder.String(text); err == nil {
		return text, nil
	}
	var out strings.Builder
	isLatin := false // the character before
	for _, r := range text {
		if _, err := encoder.String(string(r)); err == nil {
			isLatin = unicode.Is(unicode.Latin, r)
			out.WriteRune(r)
		} else if plain, ok := plainForm(r, isLatin); ok {
			out.WriteString(plain)
			replaced = append(replaced, fmt.Sprintf("U+%04X→%s", r, plain))
			isLatin = true
		} else {
			fmt.Fprintf(&out, "&#x%X;", r)
			isLatin = false
		}
	}
	return out.String(), replaced
}

// plainForms are the letters and signs that are no letter with a mark.
var plainForms = map[rune]string{
	'Ø': "O", 'ø': "o", 'Ł': "L", 'ł': "l", 'Đ': "D", 'đ': "d", 'Ð': "D", 'ð': "d", 'Þ': "Th", 'þ': "th",
	'ß': "ss", 'ẞ': "SS", 'Æ': "Ae", 'æ': "ae", 'Œ': "Oe", 'œ': "oe", 'ı': "i", 'ȷ': "j", 'Ŋ': "Ng", 'ŋ': "ng",
	'Ħ': "H", 'ħ': "h", 'Ŧ': "T", 'ŧ': "t", 'Ɓ': "B", 'ɓ': "b", 'Ɗ': "D", 'ɗ': "d", 'Ƙ': "K", 'ƙ': "k",
	'Ƴ': "Y", 'ƴ': "y", 'Ə': "E", 'ə': "e", 'Ɛ': "E", 'ɛ': "e", 'Ɔ': "O", 'ɔ': "o", 'ĸ': "k",
	'ʻ': "'", 'ʼ': "'", 'ʹ': "'", 'ʿ': "'", 'ʾ': "'", '‛': "'", '‚': ",", '„': "\"", '–': "-", '‑': "-", '•': "・",
	'«': "<<", '»': ">>", '‹': "<", '›': ">", '©': "(C)", '®': "(R)", '€': "EUR",
}

// plainForm returns what people write for a letter or a sign that Shift_JIS lacks, if there is something usual. A mark
// that stays behind a Latin letter is left out.
func plainForm(r rune, afterLatin bool) (string, bool) {
	if plain, ok := plainForms[r]; ok {
		return plain, true
	}
	if unicode.Is(unicode.Mn, r) && r < 0x0370 {
		return "", afterLatin
	}
	if !unicode.Is(unicode.Latin, r) && !unicode.IsSpace(r) && !unicode.IsSymbol(r) && !unicode.IsNumber(r) {
		return "", false
	}
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if base, ok := plainForms[r]; ok && len(base) == 1 {
			return rune(base[0])
		}
		return r
	}, norm.NFKD.String(string(r)))
	_, err := japanese.ShiftJIS.NewEncoder().String(plain)
	return plain, err == nil && plain != string(r)
}

// shiftJIS encodes what escapeForShiftJIS made, which cannot fail.
func shiftJIS(text string) string {
	encoded, _ := japanese.ShiftJIS.NewEncoder().String(text)
	return encoded
}
