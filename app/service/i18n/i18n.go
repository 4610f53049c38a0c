// Package i18n has every text that people read, in Japanese and English, and writes dates, numbers and lists in both
// languages.
package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed locales/*.toml
var files embed.FS

// The languages. Japanese is the default.
const (
	Japanese = "ja"
	English  = "en"
)

// Languages lists all languages in the order in which they are offered.
var Languages = []string{Japanese, English}

// Bundle holds the texts of all languages. It is made once and safe for concurrent use.
type Bundle struct{ localizers map[string]*Localizer }

// Load reads the embedded texts, once in a process. It fails if a language file is malformed.
var Load = sync.OnceValues(load)

func load() (*Bundle, error) {
	bundle := goi18n.NewBundle(language.Japanese)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	names, err := fs.Glob(files, "locales/*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if _, err := bundle.LoadMessageFileFS(files, name); err != nil {
			return nil, fmt.Errorf("language file %s: %w", name, err)
		}
	}
	localizers := map[string]*Localizer{}
	for _, lang := range Languages {
		localizers[lang] = &Localizer{Lang: lang, texts: goi18n.NewLocalizer(bundle, lang)}
	}
	return &Bundle{localizers}, nil
}

// For returns the texts of a language, or the Japanese ones if it is unknown.
func (b *Bundle) For(lang string) *Localizer {
	if l, ok := b.localizers[lang]; ok {
		return l
	}
	return b.localizers[Japanese]
}

// Known reports whether texts exist in the language.
func Known(lang string) bool { return slices.Contains(Languages, lang) }

// Match returns the language that fits an Accept-Language header (RFC 9110, section 12.5.4).
func Match(header string) string {
	if lang, ok := matchCache.Load(header); ok {
		return lang.(string) //nolint:errcheck // nothing else is put there
	}
	lang := match(header)
	if len(header) <= maxCachedHeader && matchCount.Add(1) <= maxCached {
		matchCache.Store(header, lang)
	}
	return lang
}

// matchCache has the languages of the first maxCached headers. Browsers send few different ones, and matching one takes
// as long as the rest of an answer.
var (
	matchCache sync.Map
	matchCount atomic.Int64
)

const (
	maxCached       = 1000
	maxCachedHeader = 100
)

func match(header string) string {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return Japanese
	}
	_, index, _ := matcher.Match(tags...)
	return Languages[index]
}

var matcher = language.NewMatcher([]language.Tag{language.Japanese, language.English})

// Localizer has the texts of one language. It is safe for concurrent use.
type Localizer struct {
	Lang  string
	texts *goi18n.Localizer
}

// T returns the text of a key. args are pairs of a name and a value; the value named "count" also chooses the plural
// form. If the text is missing, T returns the key, so that the page still works. A test finds missing texts.
func (l *Localizer) T(key string, args ...any) string {
	data := pairs(args)
	config := &goi18n.LocalizeConfig{MessageID: key, TemplateData: data}
	if count, ok := data["count"]; ok {
		config.PluralCount = count
		if n, ok := count.(int); ok {
			data["count"] = l.Number(n)
		}
	}
	text, err := l.texts.Localize(config)
	if err != nil && text == "" {
		return key
	}
	return nested(text)
}

// nested writes Japanese quotation marks inside of others as 『』: those of a title that stands in 「」 itself.
func nested(text string) string {
	if strings.Count(text, "「") < 2 {
		return text
	}
	depth := 0
	return strings.Map(func(r rune) rune {
		switch r {
		case '「':
			if depth++; depth == 2 {
				return '『'
			}
		case '」':
			if depth--; depth == 1 {
				return '』'
			}
			depth = max(depth, 0)
		}
		return r
	}, text)
}

// Has reports whether the language has a text of its own for the key.
func (l *Localizer) Has(key string) bool {
	_, _, err := l.texts.LocalizeWithTag(&goi18n.LocalizeConfig{MessageID: key})
	return err == nil
}

// Pick returns the text in this language, or the other one if it is empty.
func (l *Localizer) Pick(japanese, english string) string { return PickIn(l.Lang, japanese, english) }

// PickIn is Pick in a language.
func PickIn(lang, japanese, english string) string {
	if (lang == English && english != "") || japanese == "" {
		return english
	}
	return japanese
}

func pairs(args []any) map[string]any {
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	return data
}
