package record

import (
	"context"
	"time"

	"meguri/app/service/anonymity"
	"meguri/app/service/player"
	"meguri/models"
)

// Page is the record as it is shown.
type Page struct {
	Record *models.Record
	Parts  []ShownPart
	// Venue and Online are how many people were there, 0 where it is not told.
	Venue, Online int
	// Playing is the recording that is shown in the page, nil for none.
	Playing *Recording
	// BeatSeconds is BeatInterval in seconds.
	BeatSeconds int
}

// ShownPart is a part with what it shows.
type ShownPart struct {
	Name  models.RecordPart
	Count int
	Data  any
}

// Count is how many things a part has, 0 where it is not shown.
func (p *Page) Count(part models.RecordPart) int {
	for i := range p.Parts {
		if p.Parts[i].Name == part {
			return p.Parts[i].Count
		}
	}
	return 0
}

// IsOpen reports whether everybody may see the record of an event.
func (s *Service) IsOpen(ctx context.Context, event *models.Event) (bool, error) {
	q := s.db.Query(ctx)
	record, err := q.Records().OfEvent(event)
	return err == nil && record.IsOpen(event, q.Now), err
}

// Shows reports whether the record of an event is open and shows a part. Anybody calls it.
func (s *Service) Shows(ctx context.Context, event *models.Event, part models.RecordPart) (bool, error) {
	q := s.db.Query(ctx)
	record, err := q.Records().OfEvent(event)
	return err == nil && record.IsOpen(event, q.Now) && record.Has(part), err
}

// Page reads the record for everybody. play is the id of a recording to show in the page, "" for none. Errors: NotFound
// where it is not open.
func (s *Service) Page(ctx context.Context, event *models.Event, play string) (*Page, error) {
	q := s.db.Query(ctx)
	record, err := q.Records().OfEvent(event)
	if err != nil {
		return nil, err
	}
	if !record.IsOpen(event, q.Now) {
		return nil, models.NewError(models.CodeNotFound, "error.not_found")
	}
	return s.read(ctx, event, record, play)
}

// Preview reads the record as it would be shown. Staff who may edit the event call it.
func (s *Service) Preview(ctx context.Context, event *models.Event) (*Page, error) {
	record, err := s.db.Query(ctx).Records().OfEvent(event)
	if err != nil {
		return nil, err
	}
	return s.read(ctx, event, record, "")
}

func (s *Service) read(ctx context.Context, event *models.Event, record *models.Record, play string) (*Page, error) {
	page := &Page{Record: record, BeatSeconds: int(BeatInterval / time.Second)}
	refusing, err := s.db.Query(ctx).Registrations().RefuseRecording(event)
	if err != nil {
		return nil, err
	}
	for _, part := range s.parts {
		if !record.Has(part.Name) || part.Name == models.RecordRecordings && !record.MayShowRecordings(refusing) {
			continue
		}
		data, n, err := part.Read(ctx, event)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			continue
		}
		if list, ok := data.([]Recording); ok {
			page.play(list, play)
		}
		page.Parts = append(page.Parts, ShownPart{part.Name, n, data})
	}
	return page, s.countPeople(ctx, event, page)
}

// play marks the recording that is shown in the page.
func (p *Page) play(list []Recording, id string) {
	for i := range list {
		if id != "" && list[i].ID == id {
			list[i].Playing, p.Playing = true, &list[i]
		}
	}
}

// countPeople counts where people were, where those were enough to be told.
func (s *Service) countPeople(ctx context.Context, event *models.Event, page *Page) error {
	if event.Discreet {
		return nil
	}
	q := s.db.Query(ctx)
	arrivals, err := q.Admissions().Arrivals(event)
	if err != nil {
		return err
	}
	for _, a := range arrivals {
		page.Venue += a.Arrived
	}
	if page.Online, err = q.Presences().CountPeople(event); err != nil {
		return err
	}
	if page.Venue < anonymity.K {
		page.Venue = 0
	}
	if page.Online < anonymity.K {
		page.Online = 0
	}
	return nil
}

// Recording is a recording of the event or of one of its sessions.
type Recording struct {
	models.Material
	Session *models.Session
	// Player shows it in the page, where it may; else it leads to where it is.
	Player player.Player
	// Playing says that the page shows it now.
	Playing bool
}

// Material is what the event or one of its sessions left behind.
type Material struct {
	models.Material
	Session *models.Session
}

func readOutcome(_ context.Context, event *models.Event) (any, int, error) {
	if event.OutcomeJa+event.OutcomeEn == "" {
		return nil, 0, nil
	}
	return event, 1, nil
}

func (s *Service) readRecordings(ctx context.Context, event *models.Event) (any, int, error) {
	materials, sessions, err := s.materials(ctx, event)
	list := []Recording{}
	for _, m := range materials {
		if m.Kind == models.MaterialRecording {
			list = append(list, Recording{Material: m, Session: sessionOf(sessions, &m), Player: player.Of(m.URL, true)})
		}
	}
	return list, len(list), err
}

func (s *Service) readMaterials(ctx context.Context, event *models.Event) (any, int, error) {
	materials, sessions, err := s.materials(ctx, event)
	var list []Material
	for _, m := range materials {
		if m.Kind != models.MaterialRecording {
			list = append(list, Material{m, sessionOf(sessions, &m)})
		}
	}
	return list, len(list), err
}

func (s *Service) materials(
	ctx context.Context, event *models.Event,
) (list []models.Material, sessions []models.Session, err error) {
	q := s.db.Query(ctx)
	if list, err = q.Materials().OfEvent(event); err != nil {
		return nil, nil, err
	}
	sessions, err = q.Sessions().OfEvent(event)
	return list, sessions, err
}

func sessionOf(sessions []models.Session, m *models.Material) *models.Session {
	for i := range sessions {
		if m.SessionID != nil && sessions[i].ID == *m.SessionID {
			return &sessions[i]
		}
	}
	return nil
}

func (s *Service) readAgenda(ctx context.Context, event *models.Event) (any, int, error) {
	sessions, err := s.db.Query(ctx).Sessions().OfEvent(event)
	return sessions, len(sessions), err
}

// Offer is a part as the form of staff offers it.
type Offer struct {
	Name  models.RecordPart
	Count int
}

// StaffPage is the form of the record.
type StaffPage struct {
	Record *models.Record
	Offers []Offer
	// Over says that the event is over, so that the record can be opened; Open that everybody may see it.
	Over, Open bool
	// Watched is how many people watched recordings by their own link.
	Watched int
	// Refusing do not want to be in recordings, who said so last first; none are shown as long as Withheld.
	Refusing []models.Registration
	Withheld bool
}

// StaffPage reads the form, with what is there for each part. Staff who may edit the event call it. The input is what
// the record has, for a new one all that there is.
func (s *Service) StaffPage(ctx context.Context, event *models.Event) (*StaffPage, *Input, error) {
	q := s.db.Query(ctx)
	record, err := q.Records().OfEvent(event)
	if err != nil {
		return nil, nil, err
	}
	page := &StaffPage{
		Record: record, Over: event.Ended(q.Now) && !event.WasCancelled() && event.State != models.EventDraft,
		Open: record.IsOpen(event, q.Now),
	}
	if page.Refusing, err = q.Registrations().RefuseRecording(event); err != nil {
		return nil, nil, err
	}
	page.Withheld = !record.MayShowRecordings(page.Refusing)
	in := &Input{IntroJa: record.IntroJa, IntroEn: record.IntroEn}
	for _, part := range s.parts {
		_, n, err := part.Read(ctx, event)
		if err != nil {
			return nil, nil, err
		}
		page.Offers = append(page.Offers, Offer{part.Name, n})
		if record.Has(part.Name) || record.Parts == nil && n > 0 {
			in.Parts = append(in.Parts, string(part.Name))
		}
	}
	counts, err := q.ArchiveViews().Counts(event)
	for _, c := range counts {
		page.Watched += c.People
	}
	return page, in, err
}
