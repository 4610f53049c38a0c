package models

// AskedCount is how many people of one kind were asked to answer a survey, and how many of these have.
type AskedCount struct {
	Mode         Mode // how they attended, "" for not
	TicketTypeID string
	Sector       Sector // "" where they did not say
	Asked        int
	Answered     int
}

// AskedBase is AskedCount of a group of a release: By says what Value is of, "mode", "ticket" or "sector". Values that
// few people have are one, "others". Attended are those asked who attended, nil in releases of earlier versions.
type AskedBase struct {
	By       string `json:"by"`
	Value    string `json:"value"`
	Asked    int    `json:"asked"`
	Attended *int   `json:"attended,omitempty"`
	Answered int    `json:"answered"`
}

// CountAsked counts whom a survey was sent to and who has answered, from the lists of people alone. Responses are in no
// relation to it.
func (store SurveyInvitationQuery) CountAsked(s *Survey) ([]AskedCount, error) {
	var list []AskedCount
	err := store.q.g.Raw(
		`SELECT mode, ticket_type_id, sector, COUNT(*) AS asked, COUNT(*) - SUM(is_open) AS answered FROM (
			SELECT CASE WHEN `+arrived+` THEN 'venue' WHEN `+joined+` THEN 'online' ELSE '' END AS mode,
				registrations.ticket_type_id, registrations.sector,
				CASE WHEN open_invitations.registration_id IS NULL THEN 0 ELSE 1 END AS is_open
			FROM invitations JOIN registrations ON registrations.id = invitations.registration_id
			LEFT JOIN open_invitations ON open_invitations.survey_id = invitations.survey_id
				AND open_invitations.registration_id = invitations.registration_id
			WHERE invitations.survey_id = ?) AS asked
		GROUP BY mode, ticket_type_id, sector ORDER BY mode, ticket_type_id, sector`,
		s.ID,
	).Scan(
		&list,
	).Error
	return list, err
}
