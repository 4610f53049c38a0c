package staff

import (
	"slices"

	"meguri/app/service/filter"
	"meguri/app/service/i18n"
	"meguri/handlers/web"
	"meguri/models"
)

// chip is a condition of the filter in words, with the list without it.
type chip struct {
	Text, URL string
	// Total is how many people the list has without it, where that is asked.
	Total int
}

// addChips tells what the filter combines, and which condition to leave out where it chooses nobody.
func (p *registrationsPage) addChips(texts *i18n.Localizer) {
	for _, c := range p.Filter.Conditions() {
		p.Chips = append(p.Chips, chip{
			Text: p.inWords(texts, c), URL: web.WithQuery(p.path, p.Filter.Without(c).Query()),
		})
	}
	for _, way := range p.Relaxed {
		p.WaysOut = append(p.WaysOut, chip{
			Text: p.inWords(texts, way.Condition), URL: web.WithQuery(p.path, way.Filter.Query()), Total: way.Total,
		})
	}
}

// inWords is what a condition is called on its chip.
func (p *registrationsPage) inWords(texts *i18n.Localizer, c filter.Condition) string {
	return p.Names.InWords(texts, p.Filter, c)
}

// HasAnswer reports whether the filter asks for an answer to a question.
func (p *registrationsPage) HasAnswer(question, answer string) bool {
	return slices.Contains(p.Filter.Answers, question+":"+answer)
}

// HasExtra reports whether the filter has conditions that the form folds away.
func (p *registrationsPage) HasExtra() bool {
	return slices.ContainsFunc(p.Filter.Conditions(), func(c filter.Condition) bool {
		return !slices.Contains([]string{"q", "state", "ticket_type", "attended", "needs"}, c.Name)
	})
}

// Ways are those by which staff register people, to choose from.
func (p *registrationsPage) Ways() []models.EntryWay { return models.AllEntryWays }

// Modes are the ways of attending to choose from.
func (p *registrationsPage) Modes() []models.Mode { return models.Modes }

// FirstTag is the tag that the form shows, "" for none; OtherTags are asked for, too.
func (p *registrationsPage) FirstTag() string {
	if len(p.Filter.Tags) == 0 {
		return ""
	}
	return p.Filter.Tags[0]
}

// OtherTags are those that the filter asks for beside the first.
func (p *registrationsPage) OtherTags() []string {
	if len(p.Filter.Tags) == 0 {
		return nil
	}
	return p.Filter.Tags[1:]
}
