package models

import (
	"slices"
	"strings"
	"time"
	"unique"
)

// CirculationRelease is a time at which what the ledger says was published.
type CirculationRelease struct {
	ID         string
	ReleasedAt time.Time
}

// CountedIn is in which published figures an entry of the ledger is.
type CountedIn string

// An entry is in none yet, in the figures of its year, or also in the hours of its flow.
const (
	CountedNowhere CountedIn = ""
	CountedInYear  CountedIn = "year"
	CountedInFlow  CountedIn = "flow"
)

// ReleasedContribution is an entry of the ledger that a release knows.
type ReleasedContribution struct {
	ContributionID string
	Counted        CountedIn
}

// LatestRelease finds what was published last, nil for nothing.
func (store ContributionQuery) LatestRelease() (*CirculationRelease, error) {
	var list []CirculationRelease
	err := store.q.g.Order("released_at DESC, id DESC").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// ReleasedEntry is an entry of the ledger that a release knows, and in which figures it is.
type ReleasedEntry struct {
	Contribution
	Counted CountedIn
}

// Released lists what the latest release knows, in no order, each entry by itself: what was taken back is less than
// nothing.
func (store ContributionQuery) Released() ([]ReleasedEntry, error) {
	var n int64
	if err := store.q.g.Model(&ReleasedContribution{}).Count(&n).Error; err != nil {
		return nil, err
	}
	list := make([]ReleasedEntry, 0, n) // there are many, and each is large
	rows, err := store.q.g.Raw(`SELECT c.day, c.giver_id, c.from_id, c.to_id, c.project_id, c.theme, c.hour_entry_id,
		c.minutes, r.counted FROM contributions c JOIN released_contributions r ON r.contribution_id = c.id`).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e ReleasedEntry
		err := rows.Scan(
			&e.Day, &e.GiverID, &e.FromID, &e.ToID, &e.ProjectID, &e.Theme, &e.HourEntryID, &e.Minutes, &e.Counted,
		)
		if err != nil {
			return nil, err
		}
		for _, id := range []*string{&e.Day, &e.GiverID, e.FromID, &e.ToID, &e.ProjectID} {
			if id != nil { // they come again and again: equal strings in one place are compared and kept at less cost
				*id = unique.Make(*id).Value()
			}
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// Uncounted lists the entries of the ledger that are in no figures yet.
func (store ContributionQuery) Uncounted() (list []Contribution, err error) {
	err = store.q.g.Where(`NOT EXISTS (SELECT 1 FROM released_contributions r
		WHERE r.contribution_id = contributions.id AND r.counted <> '')`).Order("id").Find(&list).Error
	return list, err
}

// Release stores that all entries of the ledger are known, and those of the given ids are counted. It reports whether
// that is something new; only then there is a new release.
func (store ContributionStore) Release(counted map[CountedIn][]string) (isNew bool, err error) {
	known := store.tx.g.Exec(`INSERT INTO released_contributions (contribution_id, counted)
		SELECT id, '' FROM contributions c
		WHERE NOT EXISTS (SELECT 1 FROM released_contributions r WHERE r.contribution_id = c.id)`)
	if known.Error != nil {
		return false, known.Error
	}
	isNew = known.RowsAffected > 0
	for in, ids := range counted {
		for part := range slices.Chunk(ids, 500) {
			err := store.tx.g.Model(&ReleasedContribution{}).Where("contribution_id IN ?", part).Update("counted", in).Error
			if err != nil {
				return false, err
			}
			isNew = true
		}
	}
	if !isNew {
		return false, nil
	}
	return true, store.tx.g.Create(&CirculationRelease{ID: NewID(), ReleasedAt: store.tx.Now}).Error
}

// NamedMark is another one after each consent that is given or taken back, and each change of an organization that
// gave it, and after each merge of two.
func (store ContributionQuery) NamedMark() (string, error) {
	named, err := store.Named()
	parts := make([]string, len(named))
	for i := range named {
		parts[i] = named[i].ID + named[i].UpdatedAt.UTC().Format(time.RFC3339Nano)
	}
	var merged []string
	if err == nil {
		err = store.q.g.Model(&OrganizationMerge{}).Order("merged_id").Pluck("merged_id", &merged).Error
	}
	return HashSecret(strings.Join(append(parts, merged...), " ")), err
}
