package paths

import "net/url"

// StaffEvent is the dashboard of an event; its methods are what staff do there.
type StaffEvent string

// OfStaffEvent is of the event with the slug.
func OfStaffEvent(slug string) StaffEvent { return StaffEvent("/staff/events/" + url.PathEscape(slug)) }

// Edit edits its texts, times and places.
func (p StaffEvent) Edit() string { return string(p) + "/edit" }

// Record is the form of what the event shows of itself once it is over.
func (p StaffEvent) Record() string { return string(p) + "/record" }

// RecordPreview shows it as it would be.
func (p StaffEvent) RecordPreview() string { return p.Record() + "/preview" }

// Report is the report of what came of it.
func (p StaffEvent) Report() string { return string(p) + "/report" }

// ReportPDF is the report on paper.
func (p StaffEvent) ReportPDF() string { return p.Report() + ".pdf" }

// ReportXLSX is the report as a workbook.
func (p StaffEvent) ReportXLSX() string { return p.Report() + ".xlsx" }

// Certificates says what the certificates ask for, and who gets one.
func (p StaffEvent) Certificates() string { return string(p) + "/certificates" }

// CertificatesPDF has all of them.
func (p StaffEvent) CertificatesPDF() string { return string(p) + "/certificates.pdf" }

// Outcome edits what it decided.
func (p StaffEvent) Outcome() string { return string(p) + "/outcome" }

// Materials are what it left behind.
func (p StaffEvent) Materials() string { return string(p) + "/materials" }

// Face chooses its colour and cover.
func (p StaffEvent) Face() string { return string(p) + "/face" }

// Publish asks whether to publish it, and does.
func (p StaffEvent) Publish() string { return string(p) + "/publish" }

// MoveOnline asks whether everybody shall attend online, and does.
func (p StaffEvent) MoveOnline() string { return string(p) + "/online" }

// MoveBack asks whether people shall come to the venue again, and does.
func (p StaffEvent) MoveBack() string { return string(p) + "/online/back" }

// Unpublish makes it a draft again.
func (p StaffEvent) Unpublish() string { return string(p) + "/unpublish" }

// Cancel asks whether to call it off, and does.
func (p StaffEvent) Cancel() string { return string(p) + "/cancel" }

// Postpone puts the event off, or gives it new dates.
func (p StaffEvent) Postpone() string { return string(p) + "/postpone" }

// Archive takes it out of the lists.
func (p StaffEvent) Archive() string { return string(p) + "/archive" }

// Restore brings it back.
func (p StaffEvent) Restore() string { return string(p) + "/restore" }

// Copy asks what a draft like it has, and makes it.
func (p StaffEvent) Copy() string { return string(p) + "/copy" }

// TicketTypes lists its ticket types and consents.
func (p StaffEvent) TicketTypes() string { return string(p) + "/types" }

// Consent is a consent text; the slug `new` makes one.
func (p StaffEvent) Consent(slug string) Consent {
	return Consent(p) + Consent("/consents/"+url.PathEscape(slug))
}

// Privacy is what becomes of the data of its people.
func (p StaffEvent) Privacy() string { return string(p) + "/privacy" }

// EditPrivacy edits what they are told of it.
func (p StaffEvent) EditPrivacy() string { return p.Privacy() + "/edit" }

// ErasureRequest answers who asks for their data to be erased.
func (p StaffEvent) ErasureRequest(id string) string {
	return p.Privacy() + "/requests/" + url.PathEscape(id)
}

// Surveys lists the surveys.
func (p StaffEvent) Surveys() string { return string(p) + "/surveys" }

// NewSurvey makes one.
func (p StaffEvent) NewSurvey() string { return string(p) + "/surveys/new" }

// SurveyFrom makes one of an earlier survey, or of a file.
func (p StaffEvent) SurveyFrom() string { return string(p) + "/surveys/from" }

// CopySurvey makes one of an earlier survey.
func (p StaffEvent) CopySurvey() string { return string(p) + "/surveys/copy" }

// ImportSurvey makes one of a file.
func (p StaffEvent) ImportSurvey() string { return string(p) + "/surveys/import" }

// Survey is the editor of a survey.
func (p StaffEvent) Survey(id string) Survey {
	return Survey(p) + Survey("/surveys/"+url.PathEscape(id))
}

// Audit is the record of who did what.
func (p StaffEvent) Audit() string { return string(p) + "/audit" }

// Statistics has the numbers of its report.
func (p StaffEvent) Statistics() string { return string(p) + "/statistics" }

// StatisticsCSV is one of their tables as a file.
func (p StaffEvent) StatisticsCSV(table string) string {
	return string(p) + "/statistics/" + url.PathEscape(table) + ".csv"
}

// Members lists who may do what.
func (p StaffEvent) Members() string { return string(p) + "/members" }

// Member is one of them.
func (p StaffEvent) Member(id string) Member {
	return Member(p) + Member("/members/"+url.PathEscape(id))
}

// Tokens makes an API token.
func (p StaffEvent) Tokens() string { return string(p) + "/tokens" }

// RevokeToken ends an API token.
func (p StaffEvent) RevokeToken(id string) string {
	return string(p) + "/tokens/" + url.PathEscape(id) + "/revoke"
}

// Consent is a consent text.
type Consent string

// Withdraw withdraws it.
func (p Consent) Withdraw() string { return string(p) + "/withdraw" }

// Survey is a survey as staff edit it.
type Survey string

// Publish puts its results on the event's page, or takes them off it.
func (p Survey) Publish() string { return string(p) + "/publish" }

// Settings edits its texts and times.
func (p Survey) Settings() string { return string(p) + "/settings" }

// Delete removes it.
func (p Survey) Delete() string { return string(p) + "/delete" }

// Open opens it.
func (p Survey) Open() string { return string(p) + "/open" }

// Close closes it.
func (p Survey) Close() string { return string(p) + "/close" }

// Document is the survey as a file.
func (p Survey) Document() string { return string(p) + "/questions.json" }

// Bank has the questions of earlier surveys.
func (p Survey) Bank() string { return string(p) + "/bank" }

// Condition says when a question is shown.
func (p Survey) Condition(question string) string {
	return string(p) + "/questions/" + url.PathEscape(question) + "/condition"
}

// Preview shows it as attendees see it.
func (p Survey) Preview() string { return string(p) + "/preview" }

// Questions takes its questions as rows.
func (p Survey) Questions() string { return string(p) + "/questions" }

// Link opens it to anyone with its link, or ends that.
func (p Survey) Link() string { return string(p) + "/link" }

// Results shows its results.
func (p Survey) Results() string { return string(p) + "/results" }
