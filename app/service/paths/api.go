package paths

import "net/url"

// APIEvent has what programs read and write of an event.
type APIEvent string

// OfAPIEvent is of the event with the slug.
func OfAPIEvent(slug string) APIEvent { return APIEvent("/api/v1/events/" + url.PathEscape(slug)) }

// Registrations lists and makes registrations.
func (p APIEvent) Registrations() string { return string(p) + "/registrations" }

// PostsCSV is all voices as CSV.
func (p APIEvent) PostsCSV() string { return string(p) + "/posts.csv" }

// PostsXLSX is all voices as XLSX.
func (p APIEvent) PostsXLSX() string { return string(p) + "/posts.xlsx" }

// PostsJSON is all voices as JSON.
func (p APIEvent) PostsJSON() string { return string(p) + "/posts.json" }

// RegistrationsCSV is the list as CSV.
func (p APIEvent) RegistrationsCSV() string { return string(p) + "/registrations.csv" }

// RegistrationsXLSX is the list as a workbook.
func (p APIEvent) RegistrationsXLSX() string { return string(p) + "/registrations.xlsx" }

// Devices makes a device.
func (p APIEvent) Devices() string { return string(p) + "/devices" }

// Roster is who may come, for devices.
func (p APIEvent) Roster() string { return string(p) + "/roster" }

// CheckIns takes scans.
func (p APIEvent) CheckIns() string { return string(p) + "/checkins" }

// APISurvey has what programs read of a survey.
type APISurvey string

// OfAPISurvey is of the survey with the id.
func OfAPISurvey(id string) APISurvey { return APISurvey("/api/v1/surveys/" + url.PathEscape(id)) }

// ResponsesCSV has the responses as CSV.
func (p APISurvey) ResponsesCSV() string { return string(p) + "/responses.csv" }

// AnswersCSV has them as CSV with one answer a row.
func (p APISurvey) AnswersCSV() string { return string(p) + "/answers.csv" }

// ResponsesSPSS and TextsSPSS have both for statistics programs.
func (p APISurvey) ResponsesSPSS() string { return string(p) + "/responses.sav" }

// TextsSPSS is ResponsesSPSS of what people wrote.
func (p APISurvey) TextsSPSS() string { return string(p) + "/texts.sav" }

// ResponsesParquet and TextsParquet have both for programs that read columns.
func (p APISurvey) ResponsesParquet() string { return string(p) + "/responses.parquet" }

// TextsParquet is ResponsesParquet of what people wrote.
func (p APISurvey) TextsParquet() string { return string(p) + "/texts.parquet" }

// TextsCSV has what people wrote, as CSV.
func (p APISurvey) TextsCSV() string { return string(p) + "/texts.csv" }

// ResponsesXLSX has both as a workbook.
func (p APISurvey) ResponsesXLSX() string { return string(p) + "/responses.xlsx" }

// Results has the numbers of the results page.
func (p APISurvey) Results() string { return string(p) + "/results.json" }

// ResponsesJSON has them as JSON.
func (p APISurvey) ResponsesJSON() string { return string(p) + "/responses.json" }

// CodebookCSV is Codebook as a table.
func (p APISurvey) CodebookCSV() string { return string(p) + "/codebook.csv" }

// Base has how many were asked, by group, and weights.
func (p APISurvey) Base() string { return string(p) + "/base.csv" }

// CodebookDDI is Codebook for data archives.
func (p APISurvey) CodebookDDI() string { return string(p) + "/ddi.xml" }

// Codebook explains their columns.
func (p APISurvey) Codebook() string { return string(p) + "/codebook.json" }
