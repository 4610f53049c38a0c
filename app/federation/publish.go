package federation

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"time"

	"meguri/app/service/opendata"
	"meguri/app/service/paths"
	"meguri/app/service/signedfeed"
	"meguri/models"
	"meguri/models/text"
)

const (
	// refreshAfter is how long what we tell may be behind what is so.
	refreshAfter = 10 * time.Second
	// renewAfter is when a feed is issued anew although nothing changed: followers refuse an old one.
	renewAfter = 24 * time.Hour
	mostNeeds  = 2000
	mostText   = 2000 // letters of a description
)

// Feed is our own feed, signed. Everybody may call it. Errors: ErrKeyLost.
func (s *Service) Feed(ctx context.Context) ([]byte, error) {
	own, err := s.refresh(ctx)
	if err != nil {
		return nil, err
	}
	return []byte(own.Content), nil
}

// refresh issues our feed where something changed, at most every few seconds.
func (s *Service) refresh(ctx context.Context) (*models.Feed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	since := s.db.Now().Sub(s.checked)
	if s.own != nil && since >= 0 && since < refreshAfter {
		return s.own, nil
	}
	keys, err := Keys(ctx, s.db, s.Links)
	if err != nil {
		return nil, err
	}
	entries, err := s.entries(ctx)
	if err != nil {
		return nil, err
	}
	figures, err := s.Figures(ctx)
	if err != nil {
		return nil, err
	}
	if figures.IsEmpty() {
		figures = nil
	}
	for range 3 { // another process may be faster
		own, err := s.issue(ctx, &keys[len(keys)-1], &signedfeed.Feed{Entries: entries, Figures: figures})
		if err != nil || own != nil {
			s.own, s.checked = own, s.db.Now()
			return own, err
		}
	}
	return nil, models.NewError(models.CodeUnavailable, "error.unavailable")
}

// issue stores the feed with the entries and figures of told, unless it is as it was. It returns nil where another
// process was faster.
func (s *Service) issue(ctx context.Context, key *models.FeedKey, told *signedfeed.Feed) (*models.Feed, error) {
	entries := told.Entries
	q := s.db.Query(ctx)
	own, err := q.Feeds().Own()
	if err != nil {
		return nil, err
	}
	sum, err := sumOf(struct {
		Entries []signedfeed.Entry
		Figures *signedfeed.Figures
		Name    signedfeed.Name
		Address string
	}{entries, told.Figures, s.Name, s.BaseURL})
	if err != nil {
		return nil, err
	}
	if own == nil {
		own = &models.Feed{Own: true}
	}
	if own.Sum == sum && own.PublicKey == key.PublicKey && own.IssuedAt != nil && q.Now.Sub(*own.IssuedAt) < renewAfter {
		return own, nil
	}
	before, beforeKey := own.Number, own.PublicKey
	now := q.Now.UTC().Truncate(time.Second)
	own.Address, own.URL, own.NameJa, own.NameEn = s.BaseURL, s.BaseURL+paths.FeedJSON, s.Name.Ja, s.Name.En
	own.Number, own.Sum, own.IssuedAt, own.Entries = max(before+1, q.Now.UnixMilli()), sum, &now, len(entries)
	content, err := signedfeed.Sign(&signedfeed.Feed{
		Origin: s.BaseURL, Name: s.Name, Number: own.Number, IssuedAt: now, Entries: entries,
		Figures: told.Figures,
	}, private(s.Links, key.Number))
	if err != nil {
		return nil, err
	}
	own.Content, own.PublicKey = string(content), key.PublicKey
	if own.Figures, err = figuresOf(told); err != nil {
		return nil, err
	}
	rows, err := rowsOf(entries)
	if err != nil {
		return nil, err
	}
	faster := false
	err = s.db.InTx(ctx, func(tx *models.Tx) (err error) {
		var stored bool
		written := *own
		if written.ID == "" {
			stored, err = tx.Feeds().Create(&written)
		} else {
			stored, err = tx.Feeds().Save(&written, before, beforeKey)
		}
		if faster = !stored; err != nil || faster {
			return err
		}
		return tx.Feeds().Replace(&written, rows)
	})
	if err != nil || faster {
		return nil, err
	}
	return own, nil
}

func sumOf(what any) (string, error) {
	content, err := json.Marshal(what)
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), err
}

// mostTold is how large our entries are together: followers refuse a feed that is too large, whole.
const mostTold = signedfeed.MostBytes * 3 / 4

// room is how much more fits into a feed.
type room struct {
	list         []signedfeed.Entry
	most, leaves int
	left         int // entries for which there was no room
}

// add adds an entry where it is sound and there is room for it.
func (r *room) add(e *signedfeed.Entry, origin string) error {
	clean(e)
	if !e.IsSound(origin) {
		return nil
	}
	content, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if len(r.list) >= r.most || len(content) > r.leaves {
		r.left++
		return nil
	}
	r.list, r.leaves = append(r.list, *e), r.leaves-len(content)
	return nil
}

// entries are what we tell: public events that are not over, the next first, open needs, and the newest of published
// kits, as long as there is room. What followers would refuse is left out.
func (s *Service) entries(ctx context.Context) ([]signedfeed.Entry, error) {
	events, err := s.Events(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(events, func(a, b opendata.Event) int { return a.StartsAt.Compare(b.StartsAt) })
	q := s.db.Query(ctx)
	ids := make([]string, len(events))
	for i := range events {
		ids[i] = events[i].ID
	}
	themes, err := q.Themes().OfEvents(ids)
	if err != nil {
		return nil, err
	}
	told := make([]signedfeed.Entry, 0, len(events))
	for i := range events {
		told = append(told, eventEntry(&events[i], themes[events[i].ID], q.Now))
	}
	needs, err := q.Needs().Public(&models.NeedFilter{}, 0, mostNeeds)
	if err != nil {
		return nil, err
	}
	for i := range needs {
		told = append(told, s.needEntry(&needs[i]))
	}
	kits, err := s.Kits(ctx)
	if err != nil {
		return nil, err
	}
	return fitting(append(told, kits...), s.BaseURL)
}

// fitting are the first entries of a list for which there is room, by their ids.
func fitting(told []signedfeed.Entry, origin string) ([]signedfeed.Entry, error) {
	r := &room{list: []signedfeed.Entry{}, most: signedfeed.MostEntries, leaves: mostTold}
	for i := range told {
		if err := r.add(&told[i], origin); err != nil {
			return nil, err
		}
	}
	if r.left > 0 {
		slog.Warn("the feed has no room for all", "left out", r.left, "told", len(r.list))
	}
	slices.SortFunc(r.list, func(a, b signedfeed.Entry) int { return strings.Compare(a.ID, b.ID) })
	return r.list, nil
}

func eventEntry(e *opendata.Event, themes []models.Theme, now time.Time) signedfeed.Entry {
	entry := signedfeed.Entry{
		ID: urn + e.ID, Kind: signedfeed.KindEvent, State: signedfeed.StatePublished, URL: e.URL,
		UpdatedAt: e.UpdatedAt.UTC().Truncate(time.Second), TimeZone: e.TimeZone, Event: e.GIF(now),
	}
	switch {
	case e.WasCancelled():
		entry.State = signedfeed.StateCancelled
	case e.IsPostponed():
		entry.State = signedfeed.StatePostponed
	}
	if !e.IsPostponed() {
		starts, ends := e.StartsAt.UTC(), e.EndsAt.UTC()
		entry.StartsAt, entry.EndsAt = &starts, &ends
	}
	switch {
	case e.HasVenue() && e.HasStream():
		entry.Mode = signedfeed.ModeBoth
	case e.HasStream():
		entry.Mode = signedfeed.ModeOnline
	case e.HasVenue():
		entry.Mode = signedfeed.ModeVenue
	}
	if e.HasVenue() && e.InJapan() {
		entry.Prefecture = opendata.SplitAddress(cmp.Or(e.VenueAddressJa, e.VenueAddressEn)).Prefecture
	}
	for _, t := range themes {
		if slices.Contains(models.NeedThemes, models.NeedTheme(t.Slug)) {
			entry.Themes = append(entry.Themes, t.Slug)
		}
	}
	return entry
}

func (s *Service) needEntry(n *models.Need) signedfeed.Entry {
	return signedfeed.Entry{
		ID: urn + n.ID, Kind: signedfeed.KindNeed, State: signedfeed.StateOpen, URL: s.BaseURL + paths.OfNeed(n.ID),
		UpdatedAt: n.UpdatedAt.UTC().Truncate(time.Second), Themes: []string{string(n.Theme)},
		Need: &signedfeed.Need{
			Title: n.Title, Task: n.Task, Effort: string(n.Effort), Place: n.Place, Deadline: n.Deadline,
			Organization: cmp.Or(n.Organization.NameJa, n.Organization.NameEn),
		},
	}
}

// rowsOf are entries as they are stored.
func rowsOf(entries []signedfeed.Entry) ([]models.FeedEntry, error) {
	rows := make([]models.FeedEntry, len(entries))
	for i := range entries {
		e := &entries[i]
		content, err := json.Marshal(e)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(content)
		row := models.FeedEntry{
			EntryID: e.ID, Kind: string(e.Kind), State: string(e.State), URL: e.URL, StartsAt: e.StartsAt, EndsAt: e.EndsAt,
			Mode: string(e.Mode), Prefecture: e.Prefecture, Sum: hex.EncodeToString(sum[:]), Content: string(content),
		}
		if len(e.Themes) > 0 {
			row.Themes = "," + strings.Join(e.Themes, ",") + ","
		}
		if e.StartsAt != nil {
			row.Month = e.StartsAt.In(zoneOf(e)).Format("2006-01")
		}
		english := ""
		switch {
		case e.Event != nil:
			english = e.Event.NameEn
		case e.Kit != nil:
			english = e.Kit.TitleEn
		}
		row.Search = text.SearchText(e.Title(), english, e.Host(), e.Place(), e.Summary(), e.Prefecture)
		rows[i] = row
	}
	return rows, nil
}

// zoneOf is the time zone in which an entry is shown.
func zoneOf(e *signedfeed.Entry) *time.Location {
	if e.TimeZone == "" || e.TimeZone == "Local" {
		return models.DefaultZone
	}
	return (&models.Event{TimeZone: e.TimeZone}).Zone()
}

// figuresOf are the figures of a feed that we have words for, as they are stored.
func figuresOf(told *signedfeed.Feed) (string, error) {
	known := told.Figures.Known(
		func(name string) bool { return slices.Contains(figureNames, name) },
		func(theme string) bool { return slices.Contains(models.NeedThemes, models.NeedTheme(theme)) },
	)
	if known.IsEmpty() {
		return "", nil
	}
	content, err := json.Marshal(known)
	return string(content), err
}

// figureNames are the figures of circulation that have words: circulation.<name>.
var figureNames = []string{"hours", "returned", "lag", "steps", "both", "across", "several", "most"}

// figureUnits are those of figures: circulation.unit_<unit>.
var figureUnits = map[string]string{
	"hours": "hours", "returned": "percent", "lag": "days", "steps": "steps", "both": "percent", "across": "percent",
	"several": "percent", "most": "percent",
}
