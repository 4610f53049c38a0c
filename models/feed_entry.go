package models

import (
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"

	"meguri/models/text"
)

// FeedFilter chooses among the entries of all feeds; what is empty chooses all.
type FeedFilter struct {
	Kind       string
	Search     string
	Month      string // as 2027-03
	Mode       string
	Prefecture string
	Theme      string
	FeedID     string
	// Elsewhere leaves out what is of this installation.
	Elsewhere bool
}

// FeedEvents is the kind of entries that are events.
const FeedEvents = "event"

// The modes of entries: ModeVenue and ModeOnline of events, or both.
const feedModeBoth = "both"

func (store FeedQuery) entries(f *FeedFilter) *gorm.DB {
	g := store.q.g.Model(&FeedEntry{}).Where("kind = ? AND (ends_at IS NULL OR ends_at >= ?)", f.Kind, store.q.Now)
	for _, word := range strings.Fields(f.Search) {
		if folded := text.SearchQuery(word); folded != "" {
			g = g.Where(`search LIKE ? ESCAPE '\'`, likePattern(folded))
		}
	}
	if f.Mode != "" {
		g = g.Where("mode IN ?", []string{f.Mode, feedModeBoth})
	}
	if f.Elsewhere {
		g = g.Where("feed_id IN (SELECT id FROM feeds WHERE own = ?)", false)
	}
	if f.Theme != "" {
		g = g.Where(`themes LIKE ? ESCAPE '\'`, likePattern(","+f.Theme+","))
	}
	for _, c := range []struct{ column, value string }{
		{"month", f.Month}, {"prefecture", f.Prefecture}, {"feed_id", f.FeedID},
	} {
		if c.value != "" {
			g = g.Where(c.column+" = ?", c.value)
		}
	}
	return g
}

// Entries lists what is not over from the number offset on, with its feed: the next first, then what has no date.
func (store FeedQuery) Entries(f *FeedFilter, offset, limit int) ([]FeedEntry, error) {
	var list []FeedEntry
	err := store.entries(f).Preload("Feed", func(g *gorm.DB) *gorm.DB { return g.Omit("content") }).Omit("search", "sum").
		Order("CASE WHEN starts_at IS NULL THEN 1 ELSE 0 END, starts_at, entry_id").
		Offset(offset).Limit(limit).Find(&list).Error
	return list, err
}

// CountEntries counts what Entries lists.
func (store FeedQuery) CountEntries(f *FeedFilter) (int, error) {
	var n int64
	err := store.entries(f).Count(&n).Error
	return int(n), err
}

// FeedCount is how many entries have a value.
type FeedCount struct {
	Value string
	Count int
}

// FeedCounts are how many entries that are not over have each month, prefecture and feed.
type FeedCounts struct {
	Months, Prefectures, Feeds []FeedCount
}

// Counts counts what is not over and of a kind, in one reading.
func (store FeedQuery) Counts(kind string) (*FeedCounts, error) {
	var rows []struct {
		Month, Prefecture, FeedID string
		Count                     int
	}
	err := store.entries(&FeedFilter{Kind: kind}).Select("month, prefecture, feed_id, COUNT(*) AS count").
		Group("month, prefecture, feed_id").Find(&rows).Error
	months, prefectures, feeds := map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range rows {
		months[r.Month] += r.Count
		prefectures[r.Prefecture] += r.Count
		feeds[r.FeedID] += r.Count
	}
	return &FeedCounts{countsOf(months), countsOf(prefectures), countsOf(feeds)}, err
}

// countsOf lists the counts by their values, without what has none.
func countsOf(of map[string]int) []FeedCount {
	delete(of, "")
	list := make([]FeedCount, 0, len(of))
	for _, value := range slices.Sorted(maps.Keys(of)) {
		list = append(list, FeedCount{value, of[value]})
	}
	return list
}
