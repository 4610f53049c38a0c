package reception

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"meguri/app/service/check"
	"meguri/app/service/sheet"
	"meguri/app/service/upload"
	"meguri/models"
)

// PaperPage is the page on which photos of ticked lists are read.
type PaperPage struct {
	Doors []models.Door
	// Read is what was read from a photo, nil before one.
	Read *PaperRead
	// Round is whom one list let in: their scans, with Open of them not undone.
	Round string
	Scans []PaperScan
	Open  int
}

// PaperRead is a page of a list with what its boxes say.
type PaperRead struct {
	Round     string // of the scans that follow
	Page      int
	Pages     int
	PrintedAt time.Time
	// Rows are those with a tick, or with something that may be one.
	Rows []PaperRow
	// Empty is how many boxes are empty, Here how many ticked people came already today.
	Empty, Here int
}

// PaperRow is somebody beside a box.
type PaperRow struct {
	models.Registration
	// Doubtful says that staff are asked; Picture is the row on the photo then, as JPEG.
	Doubtful bool
	Picture  []byte
}

// PaperScan is a scan from a list, with who it is of.
type PaperScan struct {
	models.CheckIn
	Registration models.Registration
}

// PaperInput is what staff say of a page that was read.
type PaperInput struct {
	Round string   `form:"round"`
	Who   []string `form:"who"`   // came
	Rows  []string `form:"rows"`  // were shown
	Asked []string `form:"asked"` // were asked about
	Door  string   `form:"door"`
	At    string   `form:"at"` // in the event's time zone
}

// leastPixels is how large the longer side of a photo must be: smaller ones have boxes of a few pixels.
const leastPixels = 1000

const mostRows = 200 // of a page

// PaperPage reads the page, with whom a round let in, "" for none. Staff who may admit call it.
func (s *Service) PaperPage(ctx context.Context, event *models.Event, round string) (*PaperPage, error) {
	q := s.db.Query(ctx)
	page := &PaperPage{Round: round}
	var err error
	if page.Doors, err = q.Doors().OfEvent(event); err != nil || !models.ValidID(round) {
		return page, err
	}
	scans, err := q.CheckIns().Begins(event, paperID(round, ""))
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range scans {
		if c.RegistrationID != nil {
			ids = append(ids, *c.RegistrationID)
		}
	}
	people, err := peopleOf(q, event, ids)
	if err != nil {
		return nil, err
	}
	for _, c := range scans {
		if c.RegistrationID == nil {
			continue
		}
		page.Scans = append(page.Scans, PaperScan{c, people[*c.RegistrationID]})
		if c.CanUndo() {
			page.Open++
		}
	}
	return page, nil
}

func paperID(round, registrationID string) string { return "paper-" + round + "-" + registrationID }

func peopleOf(q *models.Query, event *models.Event, ids []string) (map[string]models.Registration, error) {
	list, err := q.Registrations().ByIDs(event, ids)
	people := map[string]models.Registration{}
	for i := range list {
		people[list[i].ID] = list[i]
	}
	return people, err
}

// ReadPaper reads a photo of a page of a printed list. It admits nobody, and keeps nothing of the photo. Staff who may
// admit call it. Errors: Invalid, beside the photo, in words that say what to do.
func (s *Service) ReadPaper(ctx context.Context, event *models.Event, content []byte) (*PaperRead, error) {
	photo, page, number, list, err := s.openPaper(ctx, event, content)
	if err != nil {
		return nil, err
	}
	read := &PaperRead{Round: models.NewID(), Page: number + 1, Pages: len(page), PrintedAt: list.CreatedAt}
	q := s.db.Query(ctx)
	rows := page[number]
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	people, err := peopleOf(q, event, ids)
	if err != nil {
		return nil, err
	}
	seen, err := q.Admissions().OfRegistrations(event, ids)
	if err != nil {
		return nil, err
	}
	nights, err := q.Admissions().Nights(event)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		person, isKnown := people[row.ID]
		tick := photo.Box(row)
		last, isHere := seen[row.ID]
		isHere = isHere && nights.OneDay(last.LastAt, q.Now)
		switch {
		case tick == sheet.Empty || !isKnown || person.ErasedAt != nil:
			read.Empty++
		case isHere:
			read.Here++
		default:
			shown := PaperRow{Registration: person, Doubtful: tick == sheet.Doubtful}
			if shown.Doubtful {
				if shown.Picture, err = photo.Row(row); err != nil {
					return nil, err
				}
			}
			read.Rows = append(read.Rows, shown)
		}
	}
	return read, nil
}

// openPaper finds the page on a photo, and the list that it is of.
func (s *Service) openPaper(
	ctx context.Context, event *models.Event, content []byte,
) (photo *sheet.Photo, pages [][]sheet.Row, number int, list *models.PaperList, err error) {
	refuse := func(key string) (*sheet.Photo, [][]sheet.Row, int, *models.PaperList, error) {
		return nil, nil, 0, nil, models.InvalidFields(map[string]string{"photo": key})
	}
	if len(content) == 0 {
		return refuse("paper.no_photo")
	}
	img, err := upload.Photo("photo", content, leastPixels, "paper.small")
	if err != nil {
		return nil, nil, 0, nil, err
	}
	photo, err = sheet.Open(img)
	switch {
	case errors.Is(err, sheet.ErrNoMarks):
		return refuse("paper.no_marks")
	case err != nil:
		return refuse("paper.no_code")
	}
	id, page, ok := sheet.ReadCodeText(photo.Code)
	if !ok {
		return refuse("paper.no_code")
	}
	list, err = s.db.Query(ctx).PaperLists().ByID(id)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
		return refuse("paper.unknown_list")
	case err != nil:
		return nil, nil, 0, nil, err
	case list.EventID != event.ID:
		return refuse("paper.other_event")
	}
	if err := json.Unmarshal([]byte(list.Layout), &pages); err != nil {
		return nil, nil, 0, nil, err
	}
	if page > len(pages) {
		return refuse("paper.unknown_list")
	}
	return photo, pages, page - 1, list, nil
}

// TypedPaper is what was read, as a form brings it back: without the pictures, which are not kept.
func (s *Service) TypedPaper(ctx context.Context, event *models.Event, in *PaperInput) (*PaperRead, error) {
	people, err := peopleOf(s.db.Query(ctx), event, in.Rows[:min(len(in.Rows), mostRows)])
	if err != nil {
		return nil, err
	}
	read := &PaperRead{Round: in.Round}
	for _, id := range in.Rows {
		if person, ok := people[id]; ok {
			read.Rows = append(read.Rows, PaperRow{Registration: person, Doubtful: slices.Contains(in.Asked, id)})
		}
	}
	return read, nil
}

// AdmitPaper lets in whom staff confirmed, at the time that they gave. Sent again it changes nothing. by is who does
// it. Staff who may admit call it. Errors: Invalid.
func (s *Service) AdmitPaper(ctx context.Context, event *models.Event, by string, in *PaperInput) error {
	c := check.New()
	at := c.LocalTime("at", in.At, event.Zone(), check.Required)
	now := s.db.Now()
	switch {
	case !c.OK("at"):
	case at.After(now):
		c.Fault("at", "paper.at_future")
	case at.Before(event.StartsAt.Add(-doorsOpen)):
		c.Fault("at", "paper.at_early")
	}
	if !models.ValidID(in.Round) || len(in.Who) > mostRows {
		c.Fault("round", "error.invalid")
	}
	if len(in.Who) == 0 {
		c.Fault("who", "paper.nobody")
	}
	if err := c.Err(); err != nil {
		return err
	}
	people, err := peopleOf(s.db.Query(ctx), event, in.Who)
	if err != nil || len(people) == 0 {
		return err
	}
	var scans []ScanInput
	for id := range people {
		scans = append(scans, ScanInput{
			ID: paperID(
				in.Round,
				id,
			),
			RegistrationID: id,
			Door:           in.Door,
			Direction:      models.DirectionIn,
			ScannedAt:      at,
			Admitted:       true,
			Way:            models.WayPaper,
		})
	}
	_, err = s.Admit(ctx, event, by, scans)
	return err
}

// UndoPaper takes back all that a round let in. Undoing again changes nothing. Staff who may admit call it.
func (s *Service) UndoPaper(ctx context.Context, event *models.Event, by, round string) error {
	page, err := s.PaperPage(ctx, event, round)
	if err != nil {
		return err
	}
	var undos []ScanInput
	for i := range page.Scans {
		if c := &page.Scans[i].CheckIn; c.CanUndo() {
			undos = append(undos, undoOf(c.ID, s.db.Now()))
		}
	}
	if len(undos) == 0 {
		return nil
	}
	_, err = s.Admit(ctx, event, by, undos)
	return err
}
