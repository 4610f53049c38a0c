package question

import "meguri/models"

// factCodes are the values of each fact, with the keys of their words.
var factCodes = map[models.SurveyFact][][2]string{
	models.FactSector: sectorCodes(),
	models.FactVisit:  {{"first", "survey_facts.visit_first"}, {"returning", "survey_facts.visit_returning"}},
	models.FactSessions: {
		{"zero", "survey_facts.sessions_none"}, {"one", "survey_facts.sessions_one"},
		{"few", "survey_facts.sessions_few"}, {"many", "survey_facts.sessions_many"},
	},
}

func sectorCodes() (list [][2]string) {
	for _, sector := range models.PersonSectors {
		if sector != "" {
			list = append(list, [2]string{string(sector), "registration.sector_" + string(sector)})
		}
	}
	return list
}

// OfFacts are the facts that may travel with answers, as questions that describe who answers: releases, results and
// files treat them as such. words gives the texts of a key, and may be nil where nobody reads them.
func OfFacts(facts []models.SurveyFact, words func(key string, args ...any) (ja, en string)) (list []Question) {
	if words == nil {
		words = func(string, ...any) (ja, en string) { return "", "" }
	}
	for _, fact := range facts {
		q := Question{Slug: fact.Slug(), Kind: models.QuestionSingle, Describes: true}
		q.TitleJa, q.TitleEn = words("survey_facts.name_" + string(fact))
		q.HelpJa, q.HelpEn = words("survey_facts.column_note")
		for _, code := range factCodes[fact] {
			option := models.Option{Slug: code[0]}
			option.TextJa, option.TextEn = words(code[1])
			q.Options = append(q.Options, option)
		}
		list = append(list, q)
	}
	return list
}
