package models

import (
	"strconv"
	"strings"

	"meguri/models/text"
)

// EraseBatch is how many people one transaction erases.
const EraseBatch = 300

// EraseDue erases a field of at most EraseBatch of an event's people who were shown a version of its notice. It records
// and returns how many.
func (store PrivacyStore) EraseDue(e *Event, version int, field KeptField) (int, error) {
	var ids []string
	err := store.due(e, version, field).Clauses(forUpdate).Order("id").Limit(EraseBatch).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return len(ids), store.erase(e, field, ErasedByTime, ids)
}

// EraseOnRequest erases everything of one person, also what tells them at another event.
func (store PrivacyStore) EraseOnRequest(e *Event, id string) error {
	ids, err := store.withMerged(id)
	if err != nil {
		return err
	}
	if err := store.erase(e, KeptAll, ErasedOnRequest, ids); err != nil {
		return err
	}
	return store.tx.g.Exec("UPDATE registrations SET address_mark = '' WHERE id IN ?", ids).Error
}

// withMerged is a registration with those of the same person that were merged into it.
func (store PrivacyStore) withMerged(id string) ([]string, error) {
	ids := []string{id}
	for {
		var more []string
		err := store.tx.g.Model(&Registration{}).Where("merged_into IN ? AND id NOT IN ?", ids, ids).Pluck("id", &more).Error
		if err != nil || len(more) == 0 {
			return ids, err
		}
		ids = append(ids, more...)
	}
}

func (store PrivacyStore) erase(e *Event, field KeptField, reason ErasureReason, ids []string) error {
	err := store.forgetImports(e, ids) // they hold every field
	if err != nil {
		return err
	}
	if field == KeptAll {
		if err := store.tx.MeetingReports().clear("event_id = ?", e.ID); err != nil {
			return err
		}
	}
	switch field {
	case KeptAccessibility:
		err = store.eraseAccessibility(ids)
	case KeptAnswers:
		err = store.eraseAnswers(ids)
	case KeptMark:
		err = store.update(ids, "address_mark = ''")
	case KeptAll:
		err = store.erasePeople(e, ids)
	}
	if err != nil {
		return err
	}
	return store.record(&Erasure{EventID: e.ID, Field: field, Reason: reason, People: len(ids)})
}

func (store PrivacyStore) eraseAccessibility(ids []string) error {
	if err := store.tx.g.Exec("DELETE FROM accessibility_requests WHERE registration_id IN ?", ids).Error; err != nil {
		return err
	}
	return store.update(ids, "needs = ''")
}

func (store PrivacyStore) eraseAnswers(ids []string) error {
	if err := store.tx.g.Exec("DELETE FROM registration_answers WHERE registration_id IN ?", ids).Error; err != nil {
		return err
	}
	if err := store.tx.g.Exec("DELETE FROM answer_files WHERE registration_id IN ?", ids).Error; err != nil {
		return err
	}
	return store.update(ids, "answers = '{}', phone = '', phone_key = '', guardian_name = '', guardian_consent_at = NULL")
}

// update changes registrations. Who read one before and stores it afterwards is refused, as its version is another.
func (store PrivacyStore) update(ids []string, set string) error {
	return store.tx.g.Exec("UPDATE registrations SET "+set+", version = version + 1, updated_at = ? WHERE id IN ?",
		store.tx.Now, ids).Error
}

// blank is what stays of an erased registration: its place, times and state, for the numbers. Its code, link and
// request find nobody, and an empty sort key keeps it out of lists.
const blank = `family_name = '', given_name = '', family_kana = '', given_kana = '', sort_key = '', search_text = '',
	email = '', email_key = 'erased:' || id, phone = '', phone_key = '', representative_id = NULL, waits_with = NULL,
	organization = '', sector = '', needs = '', answers = '{}',
	guardian_name = '', guardian_consent_at = NULL, photo = '', recording = '', recording_at = NULL,
	code = id, request_id = id, calendar_id = id,
	link_hash = 'erased:' || id, previous_link_hash = NULL, confirm_by = NULL,
	address_confirmed_at = COALESCE(address_confirmed_at, created_at), erased_at = ?, version = version + 1,
	updated_at = ?`

// erasePeople takes everything from registrations, and from what else tells who they were. Scans, times in the online
// room and what was done to many at once stay: they lead to a registration that says nothing.
func (store PrivacyStore) erasePeople(e *Event, ids []string) error {
	if err := store.tx.Registrations().markAll(ids); err != nil {
		return err
	}
	if err := store.forgetSearches(e, ids); err != nil {
		return err
	}
	if err := store.forgetViews(e, ids); err != nil {
		return err
	}
	if err := store.leaveCompanions(ids); err != nil {
		return err
	}
	if err := store.forgetTags(e, ids); err != nil {
		return err
	}
	if err := store.tx.EntryInvitations().forgetPeople(e, ids); err != nil {
		return err
	}
	if err := store.tx.Lotteries().forgetPeople(ids); err != nil {
		return err
	}
	if err := store.tx.SessionPlaces().forgetPeople(ids); err != nil {
		return err
	}
	if err := store.tx.Wishes().forgetPeople(e, ids); err != nil {
		return err
	}
	if err := store.tx.Offers().forgetPeople(e, ids); err != nil {
		return err
	}
	if err := store.tx.Reviews().forgetPeople(e, ids); err != nil {
		return err
	}
	if err := store.tx.Projects().forgetPeople(e, ids); err != nil {
		return err
	}
	if err := store.tx.Needs().forgetContacts(e, ids); err != nil {
		return err
	}
	const ofThem = "registration_id IN ?"
	const theirJobs = "cause IN (SELECT 'mail:' || id FROM mails WHERE registration_id IN ?)"
	for _, s := range []struct {
		sql  string
		args []any
	}{
		// A refusal of news outlives the address.
		{`INSERT INTO news_refusals (organization_id, email_key, created_at)
			SELECT DISTINCT refused.organization_id, 'mark:' || r.address_mark, refused.created_at
			FROM news_refusals AS refused JOIN registrations AS r ON r.email_key = refused.email_key
			WHERE refused.organization_id = ? AND r.id IN ? AND r.address_mark <> '' ON CONFLICT DO NOTHING`,
			[]any{e.OrganizationID, ids}},
		{`DELETE FROM news_refusals WHERE organization_id = ? AND email_key IN
			(SELECT email_key FROM registrations WHERE id IN ?)`, []any{e.OrganizationID, ids}},
		{`DELETE FROM jobs WHERE payload IN (SELECT event_id || ' ' || email_key FROM registrations WHERE id IN ?)`,
			[]any{ids}},
		{"DELETE FROM jobs WHERE state = 'waiting' AND " + theirJobs, []any{ids}},
		{"UPDATE jobs SET last_error = '' WHERE " + theirJobs, []any{ids}},
		{`DELETE FROM bounced_addresses WHERE email_key IN (SELECT email_key FROM registrations AS r WHERE r.id IN ?
			AND NOT EXISTS (SELECT 1 FROM registrations AS o WHERE o.email_key = r.email_key AND o.id NOT IN ?))`,
			[]any{ids, ids}},
		{`DELETE FROM series_followers WHERE email_key IN (SELECT email_key FROM registrations WHERE id IN ?)
			AND series_id IN (SELECT id FROM series WHERE organization_id = ?)`, []any{ids, e.OrganizationID}},
		{"UPDATE registrations SET representative_id = NULL WHERE representative_id IN ?", []any{ids}},
		{"DELETE FROM account_registrations WHERE " + ofThem, []any{ids}},
		{"DELETE FROM joint_use_people WHERE " + ofThem, []any{ids}},
		{"DELETE FROM merges WHERE merged_id IN ? OR kept_id IN ?", []any{ids, ids}},
		{"DELETE FROM different_persons WHERE first_id IN ? OR second_id IN ?", []any{ids, ids}},
		{"DELETE FROM message_people WHERE " + ofThem, []any{ids}},
		// Named voices; of the others nobody knows whose they are.
		{"DELETE FROM posts WHERE " + ofThem, []any{ids}},
		{"UPDATE promises SET text = '', registration_id = NULL WHERE " + ofThem, []any{ids}},
		{"DELETE FROM registration_answers WHERE " + ofThem, []any{ids}},
		{"DELETE FROM answer_files WHERE " + ofThem, []any{ids}},
		{"DELETE FROM accessibility_requests WHERE " + ofThem, []any{ids}},
		{"DELETE FROM notes WHERE " + ofThem, []any{ids}},
		{"DELETE FROM signed_responses WHERE " + ofThem, []any{ids}},
		{"DELETE FROM response_drafts WHERE " + ofThem, []any{ids}},
		{"DELETE FROM favourites WHERE " + ofThem, []any{ids}},
		{"DELETE FROM address_changes WHERE " + ofThem, []any{ids}},
		// The search by which they were chosen serves only the way back to the list.
		{"UPDATE bulk_actions SET list = '' WHERE event_id = ?", []any{e.ID}},
		// Why people were declined may name one of them.
		{"UPDATE bulk_actions SET reason = '' WHERE event_id = ? AND finished_at IS NOT NULL", []any{e.ID}},
		{"DELETE FROM consents WHERE " + ofThem, []any{ids}},
		{"DELETE FROM former_tickets WHERE " + ofThem, []any{ids}},
		{"UPDATE erasure_requests SET words = '', answer = '' WHERE " + ofThem, []any{ids}},
		{"UPDATE registrations SET " + blank + " WHERE id IN ?", []any{store.tx.Now, store.tx.Now, ids}},
	} {
		if err := store.tx.g.Exec(s.sql, s.args...).Error; err != nil {
			return err
		}
	}
	if err := store.forgetMails(ids); err != nil {
		return err
	}
	return store.tx.Registrations().unindex(ids)
}

// leaveCompanions takes the address of people who are erased from those whom they registered with themselves: these
// stay, without an address until they give one of their own.
func (store PrivacyStore) leaveCompanions(ids []string) error {
	var companions []Registration
	err := store.tx.g.Where(`representative_id IN ? AND id NOT IN ? AND erased_at IS NULL AND email_key =
		(SELECT r.email_key FROM registrations AS r WHERE r.id = registrations.representative_id)`, ids, ids).
		Order("id").Find(&companions).Error
	for i := range companions {
		c := &companions[i]
		err := store.tx.g.Exec(`UPDATE mails SET to_address = '', to_name = '', data = '{}', last_error = '', bounce = '',
			state = CASE WHEN state IN ('queued', 'failed') THEN 'overtaken' ELSE state END
			WHERE registration_id = ? AND LOWER(to_address) = ?`, c.ID, c.EmailKey).Error
		if err != nil {
			return err
		}
		c.Email, c.RepresentativeID = "", nil
		c.SetNamesake()
		if err := store.tx.Registrations().Update(c); err != nil {
			return err
		}
	}
	return err
}

// forgetMails takes addresses, names and texts from the mails to erased people. That a mail of a kind was sent stays.
func (store PrivacyStore) forgetMails(ids []string) error {
	return store.tx.g.Exec(`UPDATE mails SET to_address = '', to_name = '', data = '{}', subject = '', last_error = '',
		bounce = '', state = CASE WHEN state IN ('queued', 'failed') THEN 'overtaken' ELSE state END
		WHERE registration_id IN ?`, ids).Error
}

// ForgetLateMails takes from the mails to erased people what was written into them while they were erased. It returns
// how many there were.
func (store PrivacyStore) ForgetLateMails() (int, error) {
	var ids []string
	err := store.tx.g.Model(&Mail{}).Distinct().
		Where(`to_address <> '' AND registration_id IN (SELECT id FROM registrations WHERE erased_at IS NOT NULL)`).
		Limit(EraseBatch).Pluck("registration_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return len(ids), store.forgetMails(ids)
}

// ForgottenSearch takes the place of a search that may have named somebody who was erased. It finds nobody.
const ForgottenSearch = "（削除済み）"

// forgetSearches takes the search from the audience of messages that it chose, where it may name one of the people, and
// answers that nobody else gave.
func (store PrivacyStore) forgetSearches(e *Event, ids []string) error {
	var messages []Message
	err := store.tx.g.Where(`event_id = ? AND (audience LIKE '%"query"%' OR audience LIKE '%"answers"%')`, e.ID).
		Find(&messages).Error
	for i := range messages {
		m := &messages[i]
		if m.Audience.Query == ForgottenSearch {
			continue
		}
		tells, err := store.tellsOf(e, ids, m.Audience.Query, m.Audience.Answers)
		if err != nil {
			return err
		}
		if !tells {
			continue
		}
		m.Audience.Query, m.Audience.Answers = ForgottenSearch, nil
		if err := store.tx.g.Model(m).Where("id = ?", m.ID).Select("audience").Updates(m).Error; err != nil {
			return err
		}
	}
	return err
}

// tellsOf reports whether a search may name one of the people who are erased, or an answer was given by them alone.
func (store PrivacyStore) tellsOf(e *Event, ids []string, search string, answers []GivenAnswer) (bool, error) {
	if search != "" {
		found, err := store.tx.Registrations().Count(e, RegistrationFilter{Query: search, IDs: ids}, 1)
		if err != nil || found > 0 {
			return true, err
		}
	}
	for _, a := range answers {
		var all, theirs int64
		err := store.tx.g.Table("registration_answers").
			Where("event_id = ? AND question = ? AND answer = ?", e.ID, a.Question, a.Answer).
			Select("COUNT(*), COALESCE(SUM(CASE WHEN registration_id IN ? THEN 1 ELSE 0 END), 0)", ids).
			Row().Scan(&all, &theirs)
		if err != nil {
			return false, err
		}
		if theirs > 0 && all == theirs {
			return true, nil
		}
	}
	return false, nil
}

// forgetTags takes the tags off people, and deletes the event's tags that nobody has any more: a tag may be a name.
func (store PrivacyStore) forgetTags(e *Event, ids []string) error {
	if err := store.tx.g.Exec("DELETE FROM registration_tags WHERE registration_id IN ?", ids).Error; err != nil {
		return err
	}
	err := store.tx.g.Exec(`DELETE FROM tags WHERE event_id = ? AND NOT EXISTS
		(SELECT 1 FROM registration_tags WHERE tag_id = tags.id)`, e.ID).Error
	if err != nil {
		return err
	}
	left, err := store.tx.Tags().OfEvent(e)
	if err != nil {
		return err
	}
	keys := make(map[string]bool, len(left))
	for i := range left {
		keys[left[i].NameKey] = true
	}
	var actions []BulkAction
	err = store.tx.g.Where("event_id = ? AND tag_name <> '' AND finished_at IS NOT NULL", e.ID).Order("id").
		Find(&actions).Error
	for i := range actions {
		if keys[text.SearchQuery(actions[i].TagName)] {
			continue
		}
		err := store.tx.g.Exec("UPDATE bulk_actions SET tag_name = '' WHERE id = ?", actions[i].ID).Error
		if err != nil {
			return err
		}
	}
	return err
}

// record writes what was erased, with an entry in the record of who did what, which is chained.
func (store PrivacyStore) record(erased *Erasure) error {
	erased.ID, erased.ErasedAt = NewID(), store.tx.Now
	if err := store.tx.g.Create(erased).Error; err != nil {
		return err
	}
	return store.tx.Audits().Add(&AuditEntry{
		Action: "person_erased", Outcome: AuditDone, ActorKind: ActorSystem, EventID: erased.EventID,
		SubjectKind: SubjectOther, SubjectID: erased.ID,
		Detail: strings.Join([]string{erasedDetail, string(erased.Field), strconv.Itoa(erased.People)}, ":"),
	})
}

const erasedDetail = "erased"

// ErasedPeople reads the detail of an audit entry about an erasure: of how many people which field was erased.
func ErasedPeople(detail string) (field KeptField, people int, ok bool) {
	parts := strings.Split(detail, ":")
	if len(parts) != 3 || parts[0] != erasedDetail {
		return "", 0, false
	}
	people, err := strconv.Atoi(parts[2])
	return KeptField(parts[1]), people, err == nil
}
