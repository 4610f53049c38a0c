package models

// SurveyAnonymity says whether a survey's answers lead to who gave them. What each promises stands in
// docs/decisions/0097-named-and-confidential-surveys.md.
type SurveyAnonymity string

// The values of SurveyAnonymity. It cannot change once the survey was open: who answers has read the promise.
const (
	// SurveyAnonymous keeps nothing that leads from an answer to a person.
	SurveyAnonymous SurveyAnonymity = "anonymous"
	// SurveyConfidential keeps names with answers, and shows them to nobody but the person.
	SurveyConfidential SurveyAnonymity = "confidential"
	// SurveyNamed shows names with answers to who may see people.
	SurveyNamed SurveyAnonymity = "named"
)

// SurveyAnonymities lists them in the order in which they are offered.
var SurveyAnonymities = []SurveyAnonymity{SurveyAnonymous, SurveyConfidential, SurveyNamed}

// IsSigned reports whether answers stay with the name of who gave them.
func (s *Survey) IsSigned() bool { return s.IsNamed() || s.Anonymity == SurveyConfidential }

// IsNamed reports whether staff who may see people see who answered what.
func (s *Survey) IsNamed() bool { return s.Anonymity == SurveyNamed }
