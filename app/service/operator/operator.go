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
	// ownTexts says that the operator wrote texts of their own.
	ownTexts bool
}

// Pages are the texts of an operator, in the order in which the footer names them.
var Pages = []string{"about", "privacy", "accessibility", "help"}

var languages = []string{"ja", "en"}

//go:embed texts/*.md
var defaults embed.FS

// Load reads the texts: files such as privacy.ja.md in a folder, and ours where there is none. A folder of "" has none.
func (o *Operator) Load(folder string) error {
	o.texts, o.ownTexts = map[string]string{}, folder != ""
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

// IsUnknown says that no page tells visitors who runs the installation.
func (o *Operator) IsUnknown() bool { return o.NameJa == "" && o.NameEn == "" && !o.ownTexts }

// noContact stands in the texts where the operator gave neither address nor telephone.
var noContact = map[string]string{
	"ja": "連絡先は、まだ掲載されていません。イベントについては、各イベントのページの「お問い合わせ」へどうぞ。",
	"en": "No contact has been published yet. About an event, please use the contact on its page.",
}

// fill writes name and contact where a text has {operator} and {contact}. A line that begins with {named} is for an
// operator who gave a name, one that begins with {unnamed} for one who did not.
func (o *Operator) fill(text, lang string) string {
	name := o.Name(lang)
	kept, dropped := "{named} ", "{unnamed} "
	if name == "" {
		kept, dropped = dropped, kept
	}
	var lines []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, dropped) {
			lines = append(lines, strings.TrimPrefix(line, kept))
		}
	}
	return strings.NewReplacer("{operator}", name, "{contact}", o.contact(lang)).Replace(strings.Join(lines, ""))
}

func (o *Operator) contact(lang string) string {
	var lines []string
	if o.Email != "" {
		lines = append(lines, map[string]string{"ja": "- メール：", "en": "- E-mail: "}[lang]+"<"+o.Email+">")
	}
	if o.Phone != "" {
		lines = append(lines, map[string]string{"ja": "- 電話：", "en": "- Telephone: "}[lang]+o.Phone)
	}
	if len(lines) == 0 {
		return noContact[lang]
	}
	return strings.Join(lines, "\n")
}
