package kit

import (
	"regexp"
	"strconv"
	"strings"

	"meguri/app/service/contact"
)

// codeForm is what a code looks like: none is a sentence.
var codeForm = regexp.MustCompile(`^[A-Za-z0-9_:./+-]*$`)

// renamed are the codes that people make up, and so may write names into.
var renamed = map[string]bool{
	"FormQuestion.Slug": true, "FormQuestion.TicketTypes": true, "Option.Slug": true, "ShowIf.Question": true,
	"ShowIf.Values": true, "TicketType.Slug": true, "Consent.Slug": true,
}

const fewestLetters = 4 // of a name in a code

// renameCodes gives other codes in place of those that may lead to people, everywhere the same.
func (k *Kit) renameCodes(h *hider) {
	to := map[string]string{}
	k.each(func(at place, value *string) {
		switch {
		case !at.isCode() || *value == "":
		case !renamed[at.owner+"."+at.field]:
			if h.isTelling(*value) {
				*value = ""
			}
		case h.isTelling(*value):
			if to[*value] == "" {
				to[*value] = "item_" + strconv.Itoa(len(to)+1)
			}
			h.note(Hidden{contact.Name, *value, at.part, 1})
			*value = to[*value]
		}
	})
}

// isTelling reports whether a code has a name in it, or what may be a secret.
func (h *hider) isTelling(code string) bool {
	if !codeForm.MatchString(code) || len(h.find(code)) > 0 {
		return true
	}
	words := strings.NewReplacer("_", " ", "-", " ").Replace(strings.ToLower(code))
	if len(h.find(words)) > 0 {
		return true
	}
	for _, word := range strings.Fields(words) {
		if len(word) >= fewestLetters && h.parts[word] {
			return true
		}
	}
	return false
}
