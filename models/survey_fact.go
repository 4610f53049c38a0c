package models

// SurveyFact is something that is known of a person and may travel with their response, if they agree. See
// docs/decisions/0107-facts-that-travel.md.
type SurveyFact string

// The facts. They are codes in addresses and forms; columns have them with "fact_" before.
const (
	FactSector   SurveyFact = "sector"   // the kind of their organization, as they registered
	FactVisit    SurveyFact = "visit"    // whether they had a place at an earlier event of the host
	FactSessions SurveyFact = "sessions" // how many sessions they attended, in four steps
)

// SurveyFacts lists them in the order in which they are offered and stand in files.
var SurveyFacts = []SurveyFact{FactSector, FactVisit, FactSessions}

// Slug is the name of the fact's column.
func (f SurveyFact) Slug() string { return "fact_" + string(f) }

// Sealed are the sealed facts of the responses of a survey that is not released, by the responses' ids.
func (store ResponseQuery) Sealed(s *Survey) (map[string]string, error) {
	var rows []responseRow
	err := store.q.g.Select("id, sealed").Where("survey_id = ? AND sealed <> ''", s.ID).Find(&rows).Error
	sealed := make(map[string]string, len(rows))
	for i := range rows {
		sealed[rows[i].ID] = rows[i].Sealed
	}
	return sealed, err
}

// CameBefore reports whether a person had a place at an earlier event of the host, by the keyed mark of their address.
// known is false where they have no mark. It is FirstTimers of one person.
func (store RegistrationQuery) CameBefore(e *Event, r *Registration) (before, known bool, err error) {
	if r.AddressMark == "" {
		return false, false, nil
	}
	var n int64
	err = store.q.g.Model(&Registration{}).Joins("JOIN events ON events.id = registrations.event_id").
		Where("registrations.address_mark = ? AND registrations.address_mark <> '' AND registrations.event_id <> ?",
			r.AddressMark, e.ID).
		Where("registrations.state = ? AND events.organization_id = ? AND events.starts_at < ?",
			RegistrationConfirmed, e.OrganizationID, e.StartsAt.UTC()).
		Count(&n).Error
	return n > 0, true, err
}
