package text

import (
	"encoding/hex"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Name is a person's name: 姓, 名, セイ, メイ. Parts may be empty.
type Name struct {
	Family     string `gorm:"column:family_name"`
	Given      string `gorm:"column:given_name"`
	FamilyKana string `gorm:"column:family_kana"`
	GivenKana  string `gorm:"column:given_kana"`
}

// MaxName is the maximum length of one part of a name, in characters.
const MaxName = 100

// NormalizeName cleans a name that a person typed. Names keep their characters (髙 stays 髙); readings become full-width
// katakana. The second result has the faults: text keys by field (family_name, given_name, family_name_kana,
// given_name_kana).
func NormalizeName(n Name) (Name, map[string]string) {
	typed := n
	n = Name{
		widenKana(cleanName(n.Family)), widenKana(cleanName(n.Given)), normalizeReading(n.FamilyKana),
		normalizeReading(n.GivenKana),
	}
	n.FamilyKana, n.GivenKana = deriveReading(n.FamilyKana, n.Family), deriveReading(n.GivenKana, n.Given)
	faults := map[string]string{}
	for field, part := range map[string]string{
		"family_name":      n.Family,
		"given_name":       n.Given,
		"family_name_kana": n.FamilyKana,
		"given_name_kana":  n.GivenKana,
	} {
		if utf8.RuneCountInString(part) > MaxName {
			faults[field] = "field.too_long"
		}
	}
	for field, part := range map[string]string{"family_name_kana": n.FamilyKana, "given_name_kana": n.GivenKana} {
		if hasHan(part) {
			faults[field] = "name.reading_kanji"
		}
	}
	if n.Family == "" && n.Given == "" {
		faults["family_name"] = "name.missing"
	}
	for field, part := range map[string]string{
		"family_name":      typed.Family,
		"given_name":       typed.Given,
		"family_name_kana": typed.FamilyKana,
		"given_name_kana":  typed.GivenKana,
	} {
		if HasURL(part) {
			faults[field] = "field.no_url"
		}
	}
	return n, faults
}

// cleanName removes invisible characters, joins spaces and writes full-width Latin as Latin. It does not use NFKC,
// which would replace characters that names are really written with.
func cleanName(s string) string {
	return CleanTitle(strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s))
}

var halfWidthKana = regexp.MustCompile(`[\x{FF61}-\x{FF9F}]+`)

// widenKana writes half-width kana, as old programs export them, as katakana.
func widenKana(s string) string { return halfWidthKana.ReplaceAllStringFunc(s, norm.NFKC.String) }

// composeNFC applies NFC, except to compatibility ideographs: NFC would write 神 (U+FA19) as 神, and names have the one
// or the other.
func composeNFC(s string) string {
	var out strings.Builder
	for s != "" {
		i := strings.IndexFunc(s, isCompatibilityKanji)
		if i < 0 {
			return out.String() + norm.NFC.String(s)
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		out.WriteString(norm.NFC.String(s[:i]))
		out.WriteString(s[i : i+size])
		s = s[i+size:]
	}
	return out.String()
}

func isCompatibilityKanji(r rune) bool {
	return (r >= 0xF900 && r <= 0xFAFF) || (r >= 0x2F800 && r <= 0x2FA1F)
}

// Reading writes how a name is read in full-width katakana.
func Reading(typed string) string { return normalizeReading(typed) }

// normalizeReading writes a reading in full-width katakana: it converts hiragana, half-width kana and all forms of the
// long-vowel mark.
func normalizeReading(s string) string {
	s = norm.NFKC.String(cleanName(s))
	out := []rune(strings.Join(strings.Fields(strings.Map(toKatakana, s)), " "))
	for i, r := range out {
		if i > 0 && isKatakana(out[i-1]) && isLongMark(r) {
			out[i] = 'ー'
		}
	}
	return string(out)
}

// deriveReading returns the reading, or, if it is empty, one that is derived from the part of the name, if that is in
// kana or Latin.
func deriveReading(reading, part string) string {
	if reading != "" || hasHan(part) {
		return reading
	}
	derived := normalizeReading(part)
	for _, r := range derived {
		if !isKatakana(r) && !unicode.Is(unicode.Latin, r) && !strings.ContainsRune(" -'’.・ー", r) {
			return ""
		}
	}
	return derived
}

func toKatakana(r rune) rune {
	if (r >= 'ぁ' && r <= 'ゖ') || r == 'ゝ' || r == 'ゞ' {
		return r + ('ァ' - 'ぁ')
	}
	return r
}

func isKatakana(r rune) bool { return r >= 'ァ' && r <= 'ヿ' }

// isLongMark reports whether r is a mark that people type for ー: a hyphen, dash, minus sign or wave dash.
func isLongMark(r rune) bool {
	return strings.ContainsRune("ーｰ-‐‑‒–—―−~～〜─━", r)
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) && r != '々' && r != '〆' })
}

// Full is the name as it is shown in a language: family name first in Japanese; in English given name first if it is
// written in Latin.
func (n Name) Full(lang string) string {
	first, second := n.Family, n.Given
	if lang == "en" && isLatin(n.Family+n.Given) {
		first, second = second, first
	}
	return strings.TrimSpace(first + " " + second)
}

func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// Reading is the reading as it is shown, family name first.
func (n Name) Reading() string { return strings.TrimSpace(n.FamilyKana + " " + n.GivenKana) }

var collators = sync.Pool{New: func() any { return collate.New(language.Japanese) }} // one cannot serve two goroutines

// SortKey returns a key that sorts names by reading (五十音順): kana first, then Latin, then names without a reading. It is
// hexadecimal, so that both databases sort it in the same way.
func (n Name) SortKey() string {
	reading, group := n.Reading(), "1"
	if reading == "" {
		reading, group = n.Full("ja"), "3"
	} else if isLatin(reading) {
		group = "2"
	}
	collator, _ := collators.Get().(*collate.Collator)
	defer collators.Put(collator)
	return group + hex.EncodeToString(
		collator.KeyFromString(&collate.Buffer{}, strings.ReplaceAll(reading, " ", "\u0001")),
	)
}

// gojuon has the rows of the Japanese syllabary: the first kana of each, and the kana that belong to it.
var gojuon = []struct{ head, members string }{
	{"あ", "ァアィイゥウェエォオヴ"}, {"か", "カガキギクグケゲコゴヵヶ"}, {"さ", "サザシジスズセゼソゾ"}, {"た", "タダチヂッツヅテデトド"}, {"な", "ナニヌネノ"},
	{"は", "ハバパヒビピフブプヘベペホボポ"}, {"ま", "マミムメモ"}, {"や", "ャヤュユョヨ"}, {"ら", "ラリルレロ"}, {"わ", "ヮワヰヱヲン"},
}

// RowStart is before the SortKey of every name of a row of the syllabary, as of GojuonGroup, and after those of the
// rows before it.
func RowStart(group string) string {
	for _, row := range gojuon {
		if row.head == group {
			_, size := utf8.DecodeRuneInString(row.members)
			return Name{FamilyKana: row.members[:size]}.SortKey()
		}
	}
	return "2" // Latin names follow all others
}

// RowEnd is the RowStart of the next row.
func RowEnd(group string) string {
	for i, row := range gojuon {
		if row.head == group && i < len(gojuon)-1 {
			return RowStart(gojuon[i+1].head)
		}
	}
	if group == gojuon[len(gojuon)-1].head {
		return RowStart("A")
	}
	return "3" // names without a reading follow Latin ones
}

// GojuonGroup is the row of the syllabary that the reading begins with (あ, か, …), "A" for Latin, "" for anything else.
func (n Name) GojuonGroup() string {
	first, _ := utf8.DecodeRuneInString(n.Reading())
	for _, row := range gojuon {
		if strings.ContainsRune(row.members, first) {
			return row.head
		}
	}
	if unicode.Is(unicode.Latin, first) {
		return "A"
	}
	return ""
}
