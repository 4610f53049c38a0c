package web

import "meguri/models"

// formFields are what the fields of the form of registration, and its parts, are called where staff read of them.
var formFields = map[string]string{
	"ticket_type": "registration.ticket_type", "you": "registration.you", "companions": "registration.companions",
	"sessions": "session_place.choose", "consents": "registration.consents",
	"family_name": "registration.family_name", "given_name": "registration.given_name",
	"family_name_kana": "registration.family_kana", "given_name_kana": "registration.given_kana",
	"email": "registration.email", "organization": "registration.organization", "sector": "registration.sector",
	"needs": "registration.needs", "asks": "registration.needs", "entry_code": "entry.code",
	"photo": "registration.photo", "guardian_name": "registration.guardian_name",
}

// FormStep is what a step in the form of registration is called.
func (p *Page) FormStep(step models.FormStep, field string, question *models.FormQuestion) string {
	if step == models.FormReached {
		return p.FormField(field, question)
	}
	return p.T("funnel.step_" + string(step))
}

// FormField is what a field of the form of registration is called: an own question by its title.
func (p *Page) FormField(field string, question *models.FormQuestion) string {
	if question != nil {
		return p.Pick(question.TitleJa, question.TitleEn)
	}
	if key, ok := formFields[field]; ok {
		return p.T(key)
	}
	return p.T("funnel.other_field")
}
