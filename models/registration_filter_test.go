package models_test

import (
	"slices"
	"strings"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

// Sets of more people than are read one by one are joined: early and late pages, the API and the file have the same
// people in the same order.
func TestLargeSetsChooseTheSamePeopleEverywhere(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := modelstest.Summit(t, db, "summit")
		insertMixed(t, db, event, 2_600)
		q := db.Query(t.Context())
		everybody, err := q.Registrations().Brief(event, models.RegistrationFilter{})
		if err != nil {
			t.Fatal(err)
		}
		tags, tagged := putTags(t, db, event, everybody)
		for name, f := range map[string]models.RegistrationFilter{
			"one set":              {TagIDs: tags[:1]},
			"two sets":             {TagIDs: tags},
			"a set and a state":    {TagIDs: tags[:1], State: models.RegistrationConfirmed},
			"a set without others": {TagIDs: tags[:1], Attended: models.AttendedNot},
			"sets and a time":      {TagIDs: tags, Made: &models.Interval{Until: q.Now.AddDate(100, 0, 0)}},
			"sets by arrival":      {TagIDs: tags, Sort: models.RegistrationSort{By: models.SortArrival}},
		} {
			t.Run(name, func(t *testing.T) {
				expectSameEverywhere(t, db, event, f, func(r *models.Registration) bool {
					return !slices.ContainsFunc(f.TagIDs, func(id string) bool { return !tagged[id][r.ID] })
				})
			})
		}
	})
}

// SQLite takes the index of the event where a condition names it, and looks through it for each person: with 100,000
// of them no answer came within a minute.
func TestOnePersonIsLookedUpInASet(t *testing.T) {
	db := modelstest.OnSQLite(t)
	event := modelstest.Summit(t, db, "summit")
	tests, values := models.SetTests(db.Query(t.Context()), event, &models.RegistrationFilter{
		TagIDs: []string{"x"}, OnlineAtLeast: 60, MailFailed: true, Survey: &models.OfSurvey{Answered: true},
		Answers: []models.GivenAnswer{{Question: "lunch", Answer: "1"}}, Attended: models.AttendedOnline,
	})
	if len(tests) != 6 {
		t.Fatalf("%d sets", len(tests))
	}
	for i, test := range tests {
		if got := plan(t, db, test, values[i]...); !strings.Contains(got, "registration_id=?") {
			t.Errorf("%s\n%s", test, got)
		}
	}
}

// putTags gives most people two tags, each to others.
func putTags(
	t *testing.T, db *models.DB, event *models.Event, people []models.BriefRegistration,
) (tags []string, tagged map[string]map[string]bool) {
	t.Helper()
	tagged = map[string]map[string]bool{}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		tags = nil
		for i, name := range []string{"来賓", "車"} {
			tag, err := tx.Tags().Make(event, name)
			if err != nil {
				return err
			}
			tags, tagged[tag.ID] = append(tags, tag.ID), map[string]bool{}
			var ids []string
			for at, r := range people {
				if (at+i)%5 != 0 {
					ids, tagged[tag.ID][r.ID] = append(ids, r.ID), true
				}
			}
			if _, err := tx.Tags().Put(tag, ids); err != nil {
				return err
			}
		}
		return nil
	})
	return tags, tagged
}

func expectSameEverywhere(
	t *testing.T, db *models.DB, event *models.Event, f models.RegistrationFilter,
	isTagged func(*models.Registration) bool,
) {
	t.Helper()
	q := db.Query(t.Context())
	var want []string
	for r, err := range q.Registrations().Each(event, f) {
		if err != nil {
			t.Fatal(err)
		}
		if !isTagged(r) {
			t.Fatalf("%s was not to be chosen", r.ID)
		}
		want = append(want, r.ID)
	}
	if len(want) < 200 {
		t.Fatalf("%d are too few to show anything", len(want))
	}
	const limit = 50
	for _, offset := range []int{0, 50, 1_050, len(want) - 30} {
		if offset > len(want) {
			continue
		}
		page, err := q.Registrations().Sorted(event, f, offset, limit)
		if err != nil {
			t.Fatal(err)
		}
		if got, part := idsOf(page.List), want[offset:min(offset+limit, len(want))]; !slices.Equal(got, part) {
			t.Errorf("the page from %d is wrong", offset)
		}
		if page.Total != len(want) && !page.More {
			t.Errorf("total %d, want %d", page.Total, len(want))
		}
	}
	if f.Sort.By != "" {
		return
	}
	list, err := q.Registrations().List(event, f, limit)
	if err != nil || !slices.Equal(idsOf(list), want[:limit]) {
		t.Errorf("the API lists others: %v", err)
	}
}

func idsOf(list []models.Registration) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	return ids
}
