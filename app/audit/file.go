package audit

import (
	"strings"

	"meguri/app/service/i18n"
)

// Purposes are what files of responses may be downloaded for. They are fixed words: an entry is never changed, so that
// nothing may stand in it that names a person.
var Purposes = []string{"improve", "report", "research", "share", "check"}

// FileDetail begins the detail of a download: the file's name follows, and what was asked for, as name=value.
const FileDetail = "file"

// fileText says of a download which file it was, what it shows, and what for.
func fileText(texts *i18n.Localizer, words []string) string {
	parts := make([]string, len(words))
	for i, word := range words {
		name, value, ok := strings.Cut(word, "=")
		switch {
		case !ok:
			parts[i] = word
		case name == "purpose":
			parts[i] = texts.T("audit.purpose_" + value)
		default:
			parts[i] = texts.T("audit.file_"+name, "value", value)
		}
	}
	return strings.Join(parts, " · ")
}
