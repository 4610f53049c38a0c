package models_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// What becomes of an attendee's data in each table, once everything is erased. A new table must be named here, and
// where it holds data of theirs, models/erase.go must erase it, and models/held.go show it to them.
var afterErasing = map[string]string{
	"registrations":           "a row without anything that tells who it was, for the numbers",
	"registration_search":     "deleted",
	"consents":                "deleted",
	"former_tickets":          "deleted",
	"mails":                   "address, name, data, subject and error are emptied; kind, state and times stay",
	"jobs":                    "those with the address are deleted, errors are emptied",
	"messages":                "a search that may name the person is taken out of the audience",
	"news_refusals":           "the address is replaced by its mark, as the wish goes on",
	"erasure_requests":        "words are emptied",
	"check_ins":               "stays: it leads to a registration that says nothing",
	"admissions":              "stays, as check_ins",
	"check_in_conflicts":      "stays, as check_ins",
	"check_in_undos":          "stays, as check_ins",
	"presences":               "stays, as check_ins",
	"invitations":             "stays, as check_ins",
	"open_invitations":        "stays, as check_ins",
	"activities":              "ids and kinds",
	"audit_entries":           "ids and fixed words",
	"audit_links":             "ids and hashes",
	"erasures":                "numbers",
	"message_people":          "deleted",
	"merges":                  "deleted",
	"different_persons":       "deleted",
	"posts":                   "named voices are deleted, the others lead to nobody",
	"post_votes":              "have a pseudonym for each voice, which leads to nobody",
	"post_steps":              "are deleted with the voice",
	"poll_answers":            "have a pseudonym for each poll, which leads to nobody",
	"polls":                   ofEvent,
	"promises":                "text and person are emptied; a row stays for the numbers",
	"promise_answers":         "stays: it leads to a promise that says nothing",
	"stages":                  ofEvent,
	"post_reports":            "as post_votes",
	"voice_mutes":             "are deleted with the voice",
	"voice_reactions":         "numbers",
	"voice_votes":             "numbers",
	"speeches":                ofEvent,
	"voice_desks":             ofStaff,
	"themes":                  ofEvent,
	"consensus_rounds":        ofEvent,
	"statements":              "go with the voice that they are",
	"stances":                 "have a pseudonym for each statement, which leads to nobody",
	"word_settings":           ofEvent,
	"event_records":           ofEvent,
	"event_reports":           ofEvent,
	"editions":                ofEvent,
	"needs":                   "whom to ask is emptied, where the need is the organization's",
	"need_origins":            "ids of what the room and surveys said, which lead to nobody",
	"wishes":                  "deleted, where the event is the organization's",
	"offers":                  "deleted, where the need is the organization's",
	"match_corrections":       "are deleted with the account or the offer",
	"team_proposals":          "numbers, and who of staff had it proposed",
	"team_seats":              "kinds of reasons, which lead to nobody once the account or the offer is gone",
	"team_seat_words":         "are deleted with the account or the offer",
	"match_lists":             "numbers",
	"match_people":            "are deleted with the account, the offer or the wish",
	"said_words":              "are deleted with the account, the offer or the wish",
	"askings":                 "a mark of the person stays for 180 days, so that who is erased is not asked again at once",
	"offer_lines":             "are deleted with the offer",
	"offer_blocks":            "a mark of the address stays for a year, so that a block cannot be erased away",
	"projects":                ofEvent,
	"project_phases":          ofEvent,
	"project_publications":    "what organizations tell of a project; names of people are read with the team",
	"publication_replies":     "what organizations say",
	"project_members":         "name and address are emptied, and no page names them, where the project is theirs",
	"project_tasks":           "what is open becomes nobody's; titles are the team's",
	"project_meetings":        "the team's",
	"meeting_replies":         "deleted",
	"diary_entries":           "stay without the name, unless the author takes them back",
	"project_files":           "stay without the name, unless who brought them takes them back",
	"file_replies":            "a yes or no of a member without a name",
	"project_reviews":         "name, address and texts are emptied, where the project is the organization's; scales stay",
	"former_imports":          ofEvent,
	"former_projects":         "what an organization declares of a project, without people",
	"ties":                    "what was written is emptied; that there was one stays, between members without names",
	"givers":                  "deleted, so that what was given leads to nobody",
	"contributions":           "stay as numbers of a giver whom nobody knows",
	"circulation_consents":    "a consent of an organization; names who gave it, as the audit does",
	"hour_entries":            "stay as numbers; what was written is emptied",
	"series":                  ofEvent,
	"series_followers":        "deleted, where the series is the organization's",
	"result_views":            ofStaff,
	"result_links":            ofEvent,
	"archive_views":           "stays, as check_ins",
	"words_given":             "stays, as check_ins",
	"attendance_words":        ofEvent,
	"certificate_rules":       ofEvent,
	"paper_lists":             "ids",
	"voice_settings":          ofEvent,
	"announcements":           ofEvent,
	"forecasts":               ofEvent,
	"form_counts":             "numbers of a day, which lead to nobody",
	"waiting_list_rules":      ofEvent,
	"lotteries":               ofEvent,
	"lottery_parties":         ofStaff,
	"lottery_entries":         "deleted",
	"lottery_draws":           "codes that lead to nobody",
	"kits":                    "how an event was made; names are taken out before it is stored",
	"kit_origins":             "names of installations",
	"feed_keys":               "public keys",
	"outbox_activities":       "ids of events, and when followers were told of them",
	"feeds":                   "addresses and names of installations",
	"feed_entries":            "what everybody may know of events and needs",
	"rallies":                 ofEvent,
	"rally_places":            ofEvent,
	"rally_cards":             "stays, as check_ins",
	"rally_stamps":            "stays: it leads to a card that says nothing",
	"captions":                "leads to nobody; staff find and change lines that name a person",
	"caption_settings":        ofEvent,
	"caption_seats":           "names of captioners, deleted a day after they were there",
	"bounced_addresses":       "deleted, unless somebody else has the address",
	"imports":                 "the file is removed, where the import is over or names the person; each goes after a day",
	"import_rows":             "faults are emptied, as imports",
	"meeting_reports":         "the file's name is emptied",
	"meeting_guests":          "names and addresses of all reports of the event are emptied; each goes after a month",
	"mail_wordings":           ofEvent,
	"responses":               "leads to nobody",
	"survey_texts":            "leads to nobody",
	"survey_browsers":         "leads to nobody",
	"signed_responses":        "deleted; what a release made of them leads to nobody",
	"response_drafts":         "deleted",
	"text_codes":              ofEvent,
	"text_codings":            "leads to a text, which leads to nobody",
	"circulation_releases":    "times",
	"released_contributions":  "stay, as contributions",
	"hour_budgets":            ofEvent,
	"hour_budget_people":      "a working time of a number of the register, which leads to nobody once that is emptied",
	"series_members":          "organizations and their answers",
	"series_next":             ofEvent,
	"minutes":                 "what staff wrote; they change minutes that name a person",
	"series_actions":          "what staff wrote; leads to accounts of staff, and no more once these are gone",
	"organization_merges":     "organizations",
	"organization_merge_rows": "ids",
	"different_organizations": "organizations",
	"register_merges":         "ids",
	"register_merge_rows":     "ids",
	"different_members":       "ids",

	"notes":                  "deleted",
	"accessibility_requests": "deleted, with the words in which they were asked",
	"people_views":           "a search that may name the person is taken out, and an answer that nobody else gave",
	"merge_marks":            "deleted with the merge",
	"tags":                   "deleted, unless somebody else has the tag",
	"registration_tags":      "deleted",
	"registration_answers":   "deleted",
	"answer_files":           "deleted",
	"online_times":           "stays, as check_ins",
	"bulk_actions":           "the search and the reason are emptied, and the name of a tag that nobody has any more",
	"bulk_people":            "stays, as check_ins",

	"entry_codes": ofEvent, "entry_code_types": ofEvent,
	"entry_invitations": "name and address are emptied, of all a month after the event",

	"favourites":       "deleted",
	"session_sign_ups": "deleted, and the place is free", "session_places": ofEvent, "session_place_rules": ofEvent,
	"former_sign_ups": "deleted",
	"address_changes": "deleted",

	"account_registrations": "deleted",
	"joint_uses":            "what organizations agreed on; names who represents one of them",
	"joint_use_members":     "organizations and their answers",
	"joint_use_people":      "deleted; of an account with it",
	"account_addresses":     ofAccount, "account_links": ofAccount, "profiles": ofAccount,
	"affiliations": "a list of the organization's own: emptied by who keeps it, or with the account; the time stays",

	"accounts": ofStaff, "logins": ofStaff, "login_failures": ofStaff, "password_resets": ofStaff, "members": ofStaff,
	"devices": ofStaff, "api_tokens": ofStaff, "privacy_notices": ofEvent, "organizations": ofEvent, "events": ofEvent,
	"event_organizations": ofEvent, "event_keys": ofEvent, "event_addresses": ofEvent, "ticket_types": ofEvent,
	"forms": ofEvent, "form_versions": ofEvent,
	"consent_texts": ofEvent, "doors": ofEvent, "rooms": ofEvent, "tracks": ofEvent, "sessions": ofEvent,
	"agenda_drafts": ofEvent, "agenda_versions": ofEvent,
	"session_speakers": ofEvent, "speakers": ofEvent, "materials": ofEvent, "pictures": ofEvent, "surveys": ofEvent,
	"questions": ofEvent, "goose_db_version": ofEvent, "sqlite_sequence": ofEvent,
}

const (
	ofStaff = "is of staff, who have accounts"
	ofEvent = "is of the event"
	// An account outlives the registrations that its person took as theirs.
	ofAccount = "deleted with the account, by its person"
)

// A table that nobody thought of would keep what was promised to be erased.
func TestEveryTableSaysWhatBecomesOfPeople(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for table := range modelstest.Dump(t, db) {
			isIndex := strings.HasPrefix(table, "registration_search_") || table[0] == '/'
			if afterErasing[table] == "" && !isIndex {
				t.Errorf("%s: say here what becomes of people's data in it", table)
			}
		}
		for table := range modelstest.Columns(t, db, "registration_id") {
			says := afterErasing[table]
			if says == ofStaff || says == ofEvent {
				t.Errorf("%s refers to a person and %s", table, says)
			}
			if !slices.Contains(models.HeldTables(), table) {
				t.Errorf("%s refers to a person: show it to them in models/held.go, or say there why not", table)
			}
		}
	})
}

// crowd registers people for an event whose accessibility is to be erased, and moves the clock there.
func crowd(t *testing.T, db *models.DB, n int) *models.Event {
	t.Helper()
	event := modelstest.Summit(t, db, "summit")
	first := modelstest.Registration(t, db, event, "online")
	people := make([]models.Registration, n-1)
	for i := range people {
		people[i] = *first
		people[i].ID = models.NewID()
		people[i].Code, people[i].RequestID, people[i].LinkHash = people[i].ID, people[i].ID, people[i].ID
		people[i].Email = fmt.Sprintf("%d@attendee.example", i)
		people[i].EmailKey = people[i].Email
		people[i].Family, people[i].Accessibility = "高橋", "筆談"
		people[i].Answers = map[string]string{"meal": "弁当"}
		people[i].PrivacyVersion = 1
	}
	modelstest.Write(t, db, func(tx *models.Tx) error {
		notice := models.PrivacyNotice{EventID: event.ID, Keep: models.ProposedKeep, Texts: map[string]string{}}
		if err := tx.Privacy().Add(&notice, 0); err != nil {
			return err
		}
		list := slices.Clone(people)
		return tx.Registrations().InsertMany(list)
	})
	later := event.EndsAt.AddDate(1, 0, 2)
	db.SetClock(func() time.Time { return later })
	return event
}

// eraseBatch erases one part, and reports whether there was something.
func eraseBatch(t *testing.T, db *models.DB, event *models.Event, field models.KeptField) int {
	t.Helper()
	n := 0
	modelstest.Write(t, db, func(tx *models.Tx) (err error) {
		n, err = tx.Privacy().EraseDue(event, 1, field)
		return err
	})
	return n
}

// A list that is being downloaded has a person whole or not at all, and nobody waits for it.
func TestErasingWhileAListIsDownloaded(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := crowd(t, db, 3*models.EraseBatch)
		rows, erased := 0, 0
		for r, err := range db.Query(t.Context()).Registrations().Each(event, models.RegistrationFilter{}) {
			if err != nil {
				t.Fatal(err)
			}
			if rows%models.EraseBatch == 0 {
				erased += eraseBatch(t, db, event, models.KeptAll)
			}
			if rows++; r.Family == "" || r.Email == "" || r.Code == r.ID && r.SortKey == "" {
				t.Fatalf("half of a person: %+v", r)
			}
		}
		for n := -1; n != 0; erased += n {
			n = eraseBatch(t, db, event, models.KeptAll)
		}
		if erased != 3*models.EraseBatch-1 {
			t.Errorf("%d were erased", erased)
		}
		for r, err := range db.Query(t.Context()).Registrations().Each(event, models.RegistrationFilter{}) {
			if err != nil || r.PrivacyVersion != 0 {
				t.Errorf("after it the list has %s: %v", r.ID, err)
			}
			break
		}
	})
}

// A program that dies between two parts leaves nothing half done, and the next night goes on.
func TestErasingGoesOnWhereItWasInterrupted(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := crowd(t, db, models.EraseBatch+11)
		err := db.InTx(t.Context(), func(tx *models.Tx) error {
			if _, err := tx.Privacy().EraseDue(event, 1, models.KeptAccessibility); err != nil {
				return err
			}
			return models.NewError(models.CodeInternal, "error.internal") // it dies
		})
		if err == nil {
			t.Fatal("it did not die")
		}
		due := func() int {
			n, err := db.Query(t.Context()).Privacy().CountDue(event, 1, models.KeptAccessibility)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := due(); n != models.EraseBatch+10 {
			t.Errorf("after it died %d are due", n)
		}
		first := eraseBatch(t, db, event, models.KeptAccessibility)
		second := eraseBatch(t, db, event, models.KeptAccessibility)
		third := eraseBatch(t, db, event, models.KeptAccessibility)
		if first != models.EraseBatch || second != 10 || third != 0 || due() != 0 {
			t.Errorf("erased %d, %d, %d", first, second, third)
		}
		recorded, err := db.Query(t.Context()).Privacy().Erasures(event, 10)
		if err != nil || len(recorded) != 1 || recorded[0].People != models.EraseBatch+10 {
			t.Errorf("recorded: %+v %v", recorded, err)
		}
	})
}

// Who read a registration before it was erased cannot write it back.
func TestAChangeOfBeforeDoesNotBringBackWhatWasErased(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		event := crowd(t, db, 2)
		one := models.RegistrationFilter{Query: "0@attendee.example", NeedsOnly: true}
		list, err := db.Query(t.Context()).Registrations().List(event, one, 1)
		if err != nil || len(list) != 1 {
			t.Fatal(len(list), err)
		}
		for _, field := range models.KeptFields[:3] {
			before := list[0]
			if n := eraseBatch(t, db, event, field); n != 1 {
				t.Fatalf("%s: erased %d", field, n)
			}
			err := db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Registrations().Update(&before) })
			if models.CodeOf(err) != models.CodeConflict {
				t.Errorf("%s: %v", field, err)
			}
			choices, err := db.Query(t.Context()).Registrations().Choices(event)
			if erased := field != models.KeptAccessibility; err != nil || erased != (len(choices) == 0) {
				t.Errorf("%s: lists are filtered by %v: %v", field, choices, err)
			}
		}
	})
}
