package staff

import (
	"slices"
	"strings"
	"time"

	"meguri/app/registration"
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
func (p *registrationsPage) inWords(texts *i18n.Localizer, c registration.Condition) string {
	switch c.Name {
	case "q":
		return texts.T("filter.search_chip", "text", c.Value)
	case "state":
		return texts.T("registration.state_" + c.Value)
	case "mode":
		return texts.T("filter.mode_" + c.Value)
	case "attended":
		return texts.T("desk.attended_" + c.Value)
	case "online":
		return texts.T("filter.online_chip", "n", c.Value)
	case "needs":
		return texts.T("registration.has_needs")
	case "tag":
		return texts.T("filter.tag_chip", "tag", c.Value)
	case "answer":
		question, answer, _ := strings.Cut(c.Value, ":")
		return texts.T("filter.answer_chip", "question", question, "answer", answer)
	case "answered":
		return texts.T("filter.answered_"+c.Value+"_chip", "survey", p.surveyTitle(texts))
	case "registered_from", "registered_until":
		day, err := time.Parse(time.DateOnly, c.Value)
		if err != nil {
			return c.Value
		}
		return texts.T("filter."+c.Name+"_chip", "day", texts.Date(day))
	case "mail_failed":
		return texts.T("filter.mail_failed")
	case "ticket_type":
		if i := slices.IndexFunc(p.TicketTypes, func(t models.TicketType) bool { return t.Slug == c.Value }); i >= 0 {
			return texts.Pick(p.TicketTypes[i].NameJa, p.TicketTypes[i].NameEn)
		}
	}
	return c.Value
}

// surveyTitle is the title of the survey that the filter is about: the latest where it names none.
func (p *registrationsPage) surveyTitle(texts *i18n.Localizer) string {
	i := slices.IndexFunc(p.Surveys, func(s models.Survey) bool { return s.ID == p.Filter.Survey })
	if i < 0 {
		i = len(p.Surveys) - 1
	}
	if i < 0 {
		return ""
	}
	return texts.Pick(p.Surveys[i].TitleJa, p.Surveys[i].TitleEn)
}

// HasAnswer reports whether the filter asks for an answer to a question.
func (p *registrationsPage) HasAnswer(question, answer string) bool {
	return slices.Contains(p.Filter.Answers, question+":"+answer)
}

// HasExtra reports whether the filter has conditions that the form folds away.
func (p *registrationsPage) HasExtra() bool {
	return slices.ContainsFunc(p.Filter.Conditions(), func(c registration.Condition) bool {
		return !slices.Contains([]string{"q", "state", "ticket_type", "attended", "needs"}, c.Name)
	})
}

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
