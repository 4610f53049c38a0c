package models

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// The kinds of jobs that look for people anew: for a need, whose id is the payload, and for what somebody changed, by
// the ID of an Askable.
const (
	JobMatchNeed   = "match_need"
	JobMatchPerson = "match_person"
)

// MatchList is for which version of a need people were looked for, and when.
type MatchList struct {
	NeedID      string `gorm:"primaryKey"`
	NeedVersion int
	RankedAt    time.Time
	// People is among how many was looked, Found how many were near.
	People, Found int
	// LeastNear is how much somebody must be worth to be among the nearest, LeastFree among those who may be in a team,
	// LeastNew among newcomers of these; nil where there is room.
	LeastNear, LeastFree, LeastNew *float64
	// Nearest are the people, for writing.
	Nearest []MatchPerson `gorm:"-"`
}

// MatchPerson is somebody who is kept for a need. It goes with the person, and has nothing of what they said.
type MatchPerson struct {
	NeedID string `gorm:"primaryKey"`
	Person string `gorm:"primaryKey"` // the ID of an Askable
	AskableSource
	Worth float64
}

// TableName is where they are.
func (MatchPerson) TableName() string { return "match_people" }

// MatchQuery reads who is kept for needs.
type MatchQuery struct{ q *Query }

// MatchStore reads and writes it.
type MatchStore struct {
	MatchQuery
	tx *Tx
}

// Matches reads who is kept for needs.
func (q *Query) Matches() MatchQuery { return MatchQuery{q} }

// Matches reads and writes it.
func (tx *Tx) Matches() MatchStore { return MatchStore{tx.Query.Matches(), tx} }

// Of are the lists of needs, by need.
func (store MatchQuery) Of(needIDs []string) (map[string]*MatchList, error) {
	var list []MatchList
	err := store.q.g.Where(store.q.inList("need_id", needIDs)).Find(&list).Error
	of := make(map[string]*MatchList, len(list))
	for i := range list {
		of[list[i].NeedID] = &list[i]
	}
	return of, err
}

// Nearest are the IDs of the people who are kept for needs, at most so many of each, the best first.
func (store MatchQuery) Nearest(needIDs []string, most int) (map[string][]string, error) {
	var rows []struct{ NeedID, Person string }
	err := store.q.g.Table("(?) AS ranked", store.q.g.Model(&MatchPerson{}).
		Select("need_id, person, ROW_NUMBER() OVER (PARTITION BY need_id ORDER BY worth DESC, person) AS place").
		Where(store.q.inList("need_id", needIDs))).Where("place <= ?", most).Order("need_id, place").Scan(&rows).Error
	of := map[string][]string{}
	for _, row := range rows {
		of[row.NeedID] = append(of[row.NeedID], row.Person)
	}
	return of, err
}

// Keep stores lists, each with its people in the place of those before. A list of a need that was changed or erased
// meanwhile is left out, and so is who was erased or withdrew.
func (store MatchStore) Keep(lists []MatchList) error {
	ids := make([]string, len(lists))
	for i := range lists {
		ids[i] = lists[i].NeedID
	}
	var needs []Need
	err := store.tx.g.Select("id", "version").Where(store.tx.inList("id", ids)).Find(&needs).Error
	if err != nil {
		return err
	}
	versions := map[string]int{}
	for i := range needs {
		versions[needs[i].ID] = needs[i].Version
	}
	var people []MatchPerson
	for i := range lists {
		list := &lists[i]
		if versions[list.NeedID] != list.NeedVersion {
			continue
		}
		list.RankedAt = store.tx.Now
		err := store.tx.g.Exec(`INSERT INTO match_lists
			(need_id, need_version, ranked_at, people, found, least_near, least_free, least_new) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (need_id) DO UPDATE SET need_version = excluded.need_version, ranked_at = excluded.ranked_at,
			people = excluded.people, found = excluded.found, least_near = excluded.least_near,
			least_free = excluded.least_free, least_new = excluded.least_new`, list.NeedID, list.NeedVersion, list.RankedAt,
			list.People, list.Found, list.LeastNear, list.LeastFree, list.LeastNew).Error // two at once wait here
		if err != nil {
			return err
		}
		if err := store.tx.g.Exec("DELETE FROM match_people WHERE need_id = ?", list.NeedID).Error; err != nil {
			return err
		}
		people = append(people, list.Nearest...)
	}
	return store.add(people)
}

// Put stores for which needs somebody is kept, in the place of those before. people are all the IDs of the person.
func (store MatchStore) Put(people []string, rows []MatchPerson) error {
	err := store.tx.g.Where(store.tx.inList("person", people)).Delete(&MatchPerson{}).Error
	if err != nil || len(rows) == 0 {
		return err
	}
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].NeedID
	}
	lists, err := store.Of(ids)
	if err != nil {
		return err
	}
	kept := rows[:0:0]
	for _, row := range rows {
		if lists[row.NeedID] != nil {
			kept = append(kept, row)
		}
	}
	return store.add(kept)
}

// matchRows is how many people are stored by one statement.
const matchRows = 500

// sourceColumns are what leads to people: account_id, offer_id, wish_id.
func sourceColumns(of func(row int) *AskableSource) []column {
	return []column{
		columnOf(pgText, func(i int) *string { return of(i).AccountID }),
		columnOf(pgText, func(i int) *string { return of(i).OfferID }),
		columnOf(pgText, func(i int) *string { return of(i).WishID }),
	}
}

func (store MatchStore) add(list []MatchPerson) error {
	people := make([]string, len(list))
	for i := range list {
		people[i] = list[i].Person
	}
	may, err := store.may(people)
	if err != nil {
		return err
	}
	rows := list[:0:0]
	for _, row := range list {
		if row.AskableSource = sourceOf(row.Person); may[row.Person] {
			rows = append(rows, row)
		}
	}
	for part := range slices.Chunk(rows, matchRows) {
		values, with := store.tx.rowsOf(len(part), append(
			sourceColumns(func(i int) *AskableSource { return &part[i].AskableSource }),
			textColumn(func(i int) string { return part[i].NeedID }), textColumn(func(i int) string { return part[i].Person }),
			columnOf(pgDouble, func(i int) float64 { return part[i].Worth }),
		)...)
		err := store.tx.g.Exec(`INSERT INTO match_people (account_id, offer_id, wish_id, need_id, person, worth) `+values+`
			ON CONFLICT (need_id, person) DO UPDATE SET worth = excluded.worth`, with...).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// may are those of the IDs of Askables that are there, and may be asked.
func (store MatchStore) may(people []string) (map[string]bool, error) {
	all, ids := map[string]bool{}, map[AskablePrefix][]string{}
	for _, person := range people {
		if all[person] {
			continue
		}
		all[person] = true
		switch s := sourceOf(person); {
		case s.AccountID != nil:
			ids[AskableProfile] = append(ids[AskableProfile], *s.AccountID)
		case s.OfferID != nil:
			ids[AskableOffer] = append(ids[AskableOffer], *s.OfferID)
		case s.WishID != nil:
			ids[AskableWish] = append(ids[AskableWish], *s.WishID)
		}
	}
	may := make(map[string]bool, len(all))
	for _, of := range []struct {
		prefix           AskablePrefix
		table, id, asked string
	}{
		{AskableProfile, "profiles", "account_id", "may_be_asked_at IS NOT NULL"},
		{AskableOffer, "offers", "id", "may_be_asked"}, {AskableWish, "wishes", "id", "may_be_asked"},
	} {
		if len(ids[of.prefix]) == 0 {
			continue
		}
		var found []string
		err := store.tx.g.Table(of.table).Where(of.asked).Where(store.tx.inList(of.id, ids[of.prefix])).
			Pluck(of.id, &found).Error
		if err != nil {
			return nil, err
		}
		for _, id := range found {
			may[string(of.prefix)+id] = true
		}
	}
	return may, nil
}

// Forget erases what came of what somebody said; isKept says that they stay on lists until they are compared anew.
func (store MatchStore) Forget(person string, isKept bool) error {
	if err := store.tx.g.Exec("DELETE FROM said_words WHERE person = ?", person).Error; err != nil || isKept {
		return err
	}
	return store.tx.g.Where("person = ?", person).Delete(&MatchPerson{}).Error
}

// ForgetOver erases the lists of needs that are not open any more, and the words of who may not be asked any more.
func (store MatchStore) ForgetOver() error {
	for _, statement := range []string{
		"DELETE FROM match_lists WHERE need_id IN (SELECT id FROM needs WHERE state NOT IN ('open', 'talking'))",
		`DELETE FROM said_words WHERE account_id IN (SELECT account_id FROM profiles WHERE may_be_asked_at IS NULL)
			OR offer_id IN (SELECT id FROM offers WHERE NOT may_be_asked)
			OR wish_id IN (SELECT id FROM wishes WHERE NOT may_be_asked)`,
	} {
		if err := store.tx.g.Exec(statement).Error; err != nil {
			return err
		}
	}
	return nil
}

// rankPerson has a job compare somebody with the needs; version is that of what they said.
func (store MatchStore) rankPerson(person string, version int) error {
	return store.tx.Jobs().Add(JobMatchPerson, JobMatchPerson+":"+person+":"+strconv.Itoa(version), person, store.tx.Now)
}

// RankAgain has those who changed their profiles since a time compared with the needs again; cause is why.
func (store MatchStore) RankAgain(since time.Time, cause string) error {
	var ids []string
	err := store.tx.g.Model(&Profile{}).Where("may_be_asked_at IS NOT NULL AND updated_at >= ?", since).
		Pluck("account_id", &ids).Error
	if err != nil {
		return err
	}
	for _, id := range ids {
		person := string(AskableProfile) + id
		err := store.tx.Jobs().Add(JobMatchPerson, JobMatchPerson+":"+person+":"+cause, person, store.tx.Now)
		if err != nil {
			return err
		}
	}
	return nil
}

// RankNeed has a job look for people for a need; cause tells a second one for the same version from the first.
func (store MatchStore) RankNeed(n *Need, cause string) error {
	return store.tx.Jobs().Add(JobMatchNeed, JobMatchNeed+":"+n.ID+":"+strconv.Itoa(n.Version)+cause, n.ID, store.tx.Now)
}

// SaidWords are the content words of what somebody said, by a hash of each text.
type SaidWords struct {
	Person string
	Words  map[string][]string
}

// Words reads the content words of people, by the IDs of Askables and by a hash of the text.
func (store MatchQuery) Words(people []string) (map[string]map[string][]string, error) {
	var rows []struct{ Person, Words string }
	err := store.q.g.Table("said_words").Where(store.q.inList("person", people)).Select("person, words").Scan(&rows).Error
	of := make(map[string]map[string][]string, len(rows))
	for _, row := range rows {
		var words map[string][]string
		if json.Unmarshal([]byte(row.Words), &words) == nil {
			of[row.Person] = words
		}
	}
	return of, err
}

// SetWords stores the content words of people, in the place of those before.
func (store MatchStore) SetWords(list []SaidWords) error {
	people := make([]string, len(list))
	for i := range list {
		people[i] = list[i].Person
	}
	may, err := store.may(people)
	if err != nil {
		return err
	}
	type row struct {
		AskableSource
		person, words string
	}
	var rows []row
	for _, said := range list {
		stored, err := json.Marshal(said.Words)
		if err != nil {
			return err
		}
		if may[said.Person] {
			rows = append(rows, row{sourceOf(said.Person), said.Person, string(stored)})
		}
	}
	for part := range slices.Chunk(rows, matchRows) {
		values, with := store.tx.rowsOf(len(part), append(
			sourceColumns(func(i int) *AskableSource { return &part[i].AskableSource }),
			textColumn(func(i int) string { return part[i].person }),
			textColumn(func(i int) string { return part[i].words }),
		)...)
		err := store.tx.g.Exec(`INSERT INTO said_words (account_id, offer_id, wish_id, person, words) `+values+`
			ON CONFLICT (person) DO UPDATE SET words = excluded.words`, with...).Error
		if err != nil {
			return err
		}
	}
	return nil
}
