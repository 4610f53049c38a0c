package lottery

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"meguri/models"
)

// SaveMarks says for whom places are reserved, and in which order organizations want their own people. Staff who may
// edit the event call it. Errors: Invalid for a code that nobody applied with; Conflict once the list is published.
func (s *Service) SaveMarks(ctx context.Context, e *models.Event, in *MarksInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		l, _, err := s.locked(tx, e)
		if err != nil {
			return err
		}
		if l.ClosedAt != nil || !tx.Now.Before(l.ClosesAt) {
			return models.NewError(models.CodeConflict, "lottery.marks_late")
		}
		applicants, err := tx.Lotteries().Applicants(l)
		if err != nil {
			return err
		}
		codes, err := codesOf(tx.Query, e, applicants)
		if err != nil {
			return err
		}
		entries, err := in.apply(applicants, codes)
		if err != nil {
			return err
		}
		for i := range entries {
			if err := tx.Lotteries().UpdateEntry(&entries[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// codesOf are the codes of the registrations that applied, by their ids.
func codesOf(q *models.Query, e *models.Event, applicants []models.Applicant) (map[string]string, error) {
	ids := make([]string, len(applicants))
	for i := range applicants {
		ids[i] = applicants[i].RegistrationID
	}
	codes := map[string]string{}
	for chunk := range slices.Chunk(ids, 500) {
		list, err := q.Registrations().ByIDsOrCodes(e, chunk, nil)
		if err != nil {
			return nil, err
		}
		for i := range list {
			codes[list[i].ID] = list[i].Code
		}
	}
	return codes, nil
}

func splitCodes(typed string) []string {
	return strings.FieldsFunc(strings.ToUpper(typed), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",、，", r)
	})
}

// apply returns the applications with their marks.
func (in *MarksInput) apply(applicants []models.Applicant, codes map[string]string) ([]models.LotteryEntry, error) {
	applications, at := applicationsOf(applicants), map[string]int{}
	entries := make([]models.LotteryEntry, len(applications))
	for i := range applications {
		entries[i] = applications[i].entry
		entries[i].Invited, entries[i].Team, entries[i].TeamRank = false, "", 0
		for j := range applications[i].people {
			at[codes[applications[i].people[j].RegistrationID]] = i
		}
	}
	faults := map[string]string{}
	for _, code := range splitCodes(in.Invited) {
		if i, ok := at[code]; ok {
			entries[i].Invited = true
		} else {
			faults["invited_codes"] = "lottery.code_unknown"
		}
	}
	for n, line := range strings.Split(in.Teams, "\n") {
		for rank, code := range splitCodes(line) {
			i, ok := at[code]
			if !ok || entries[i].Team != "" {
				faults["teams"] = "lottery.code_unknown"
				continue
			}
			entries[i].Team, entries[i].TeamRank = "T"+strconv.Itoa(n+1), rank+1
		}
	}
	if len(faults) > 0 {
		return nil, models.InvalidFields(faults)
	}
	return entries, nil
}

// marksOf is what the form shows.
func marksOf(q *models.Query, e *models.Event, applicants []models.Applicant) (in MarksInput, err error) {
	codes, err := codesOf(q, e, applicants)
	if err != nil {
		return in, err
	}
	slices.SortFunc(applicants, cmpTeams)
	team := ""
	for i := range applicants {
		a, code := &applicants[i], codes[applicants[i].RegistrationID]
		if a.Invited {
			in.Invited += code + "\n"
		}
		if a.Team == "" {
			continue
		}
		if team != "" && a.Team != team {
			in.Teams += "\n"
		} else if team == a.Team {
			in.Teams += " "
		}
		in.Teams += code
		team = a.Team
	}
	return in, nil
}

func cmpTeams(a, b models.Applicant) int {
	if a.Team != b.Team {
		return strings.Compare(a.Team, b.Team)
	}
	return a.TeamRank - b.TeamRank
}
