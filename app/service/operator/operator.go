// Package operator knows who runs this installation of Meguri and what they tell about it. They are who starts the
// program, so it comes from its settings and from files beside it.
package operator

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Operator is who runs the installation. Everything may be empty.
type Operator struct {
	NameJa, NameEn, Phone, Email string

	texts map[string]string
}

// Pages are the texts of an operator, in the order in which the footer names them.
var Pages = []string{"about", "privacy", "accessibility", "help"}

var languages = []string{"ja", "en"}

//go:embed texts/*.md
var defaults embed.FS

// Load reads the texts: files such as privacy.ja.md in a folder, and ours where there is none. A folder of "" has none.
func (o *Operator) Load(folder string) error {
	o.texts = map[string]string{}
	if folder != "" {
		if _, err := os.ReadDir(folder); err != nil {
			return fmt.Errorf("read the texts of the operator: %w", err)
		}
	}
	for _, page := range Pages {
		for _, lang := range languages {
			name := page + "." + lang + ".md"
			content, err := read(folder, name)
			if err != nil {
				return fmt.Errorf("read the texts of the operator: %w", err)
			}
			o.texts[page+"."+lang] = o.fill(string(content), lang)
		}
	}
	return nil
}

func read(folder, name string) ([]byte, error) {
	if folder != "" {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return content, err
		}
	}
	return defaults.ReadFile("texts/" + name)
}

// Text is a page in a language, as Markdown.
func (o *Operator) Text(page, lang string) string { return o.texts[page+"."+lang] }

// Name is what the operator is called in a language, "" where nobody said.
func (o *Operator) Name(lang string) string {
	if (lang == "en" && o.NameEn != "") || o.NameJa == "" {
		return o.NameEn
	}
	return o.NameJa
}

// unnamed is what the default texts call an operator who gave no name, and no contact.
var unnamed = map[string][2]string{
	"ja": {"このサイトの運営者", "連絡先は、運営者がまだ載せていません。イベントについては、各イベントのページの「お問い合わせ」へどうぞ。"},
	"en": {
		"The operator of this site",
		"The operator has not published a contact yet. About an event, please use the contact on its page.",
	},
}

// fill writes name and contact where a text has {operator} and {contact}.
func (o *Operator) fill(text, lang string) string {
	name, contact := unnamed[lang][0], unnamed[lang][1]
	if own := o.Name(lang); own != "" {
		name = own
	}
	var lines []string
	if o.Email != "" {
		lines = append(lines, map[string]string{"ja": "- メール：", "en": "- E-mail: "}[lang]+"<"+o.Email+">")
	}
	if o.Phone != "" {
		lines = append(lines, map[string]string{"ja": "- 電話：", "en": "- Telephone: "}[lang]+o.Phone)
	}
	if len(lines) > 0 {
		contact = strings.Join(lines, "\n")
	}
	return strings.NewReplacer("{operator}", name, "{contact}", contact).Replace(text)
}
