package paths

import "net/url"

// ResultPrefix begins the pages that show one view of a survey's results to who has their link; they hold a secret.
const ResultPrefix = "/results/"

// StaffResults has the events whose results one may see, side by side.
const StaffResults = "/staff/results"

// SharedResult is the page of a link to results.
func SharedResult(secret string) string { return ResultPrefix + url.PathEscape(secret) }

// Editions has the editions of an event side by side.
func (p StaffEvent) Editions() string { return string(p) + "/editions" }

// OwnTokens are the API tokens that an analyst made.
func (p StaffEvent) OwnTokens() string { return string(p) + "/tokens/own" }

// RevokeOwnToken ends one of them.
func (p StaffEvent) RevokeOwnToken(id string) string {
	return p.OwnTokens() + "/" + url.PathEscape(id) + "/revoke"
}

// ResultsCSV is a view of the results as a table.
func (p Survey) ResultsCSV() string { return string(p) + "/results.csv" }

// Download leads to a file of the results, once it is said what for.
func (p Survey) Download() string { return string(p) + "/download" }

// ResultViews names views of the results.
func (p Survey) ResultViews() string { return p.Results() + "/views" }

// DeleteResultView removes a named view.
func (p Survey) DeleteResultView(id string) string {
	return p.ResultViews() + "/" + url.PathEscape(id) + "/delete"
}

// ResultLinks makes links to views of the results.
func (p Survey) ResultLinks() string { return p.Results() + "/links" }

// RevokeResultLink ends a link.
func (p Survey) RevokeResultLink(id string) string {
	return p.ResultLinks() + "/" + url.PathEscape(id) + "/revoke"
}

// Answers lists who answered a named survey.
func (p Survey) Answers() string { return string(p) + "/answers" }

// AnswersOf are those of one person to a named survey.
func (p Survey) AnswersOf(registration string) string {
	return p.Answers() + "/" + url.PathEscape(registration)
}
