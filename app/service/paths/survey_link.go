package paths

import "net/url"

// SurveyLink is a survey as anyone with its link answers it.
type SurveyLink string

// OfSurveyLink is of the survey whose link has the secret.
func OfSurveyLink(secret string) SurveyLink {
	return SurveyLink(SurveyLinkPrefix + url.PathEscape(secret))
}

// Thanks is the page after sending.
func (p SurveyLink) Thanks() string { return string(p) + "/thanks" }
