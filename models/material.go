package models

// MaterialKind tells what a material is.
type MaterialKind string

// The kinds.
const (
	MaterialSummary   MaterialKind = "summary"
	MaterialSlides    MaterialKind = "slides"
	MaterialRecording MaterialKind = "recording"
)

// MaterialKinds lists all kinds in the order in which they are offered.
var MaterialKinds = []MaterialKind{MaterialSummary, MaterialSlides, MaterialRecording}

// Material is what an event, or one of its sessions, leaves behind, as an address: slides, a recording, a summary.
type Material struct {
	ID      string
	EventID string
	// SessionID is nil for what belongs to the whole event.
	SessionID *string
	Kind      MaterialKind
	TitleJa   string
	TitleEn   string
	URL       string `gorm:"column:url"`
	Position  int
}

// MaterialQuery reads materials.
type MaterialQuery struct{ q *Query }

// MaterialStore reads and writes materials.
type MaterialStore struct {
	MaterialQuery
	tx *Tx
}

// Materials reads materials.
func (q *Query) Materials() MaterialQuery { return MaterialQuery{q} }

// Materials reads and writes materials.
func (tx *Tx) Materials() MaterialStore { return MaterialStore{tx.Query.Materials(), tx} }

// OfEvent lists the materials of the event and of its sessions, in order.
func (store MaterialQuery) OfEvent(e *Event) ([]Material, error) {
	var list []Material
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
}

// mayBeShown leaves recordings out as long as staff have not looked through them since somebody said that they do not
// want to be in one: what Record.MayShowRecordings says.
const mayBeShown = `(materials.kind <> 'recording' OR NOT EXISTS (SELECT 1 FROM registrations
	WHERE registrations.event_id = materials.event_id AND registrations.recording = 'no' AND ` + isLive + `
	AND NOT EXISTS (SELECT 1 FROM event_records WHERE event_records.event_id = registrations.event_id
		AND event_records.checked_at IS NOT NULL
		AND (registrations.recording_at IS NULL OR registrations.recording_at <= event_records.checked_at))))`

// Shown lists those of the event and of its sessions that people may be shown, in order.
func (store MaterialQuery) Shown(e *Event) ([]Material, error) {
	var list []Material
	err := store.q.g.Where("event_id = ?", e.ID).Where(mayBeShown).Order("position, id").Find(&list).Error
	return list, err
}

// ShownOf lists those of the events themselves that people may be shown, in order, by event.
func (store MaterialQuery) ShownOf(events []*Event) (map[string][]Material, error) {
	var list []Material
	err := store.q.g.Where(store.q.inList("event_id", idsOf(events))).Where("session_id IS NULL").Where(mayBeShown).
		Order("position, id").Find(&list).Error
	byEvent := map[string][]Material{}
	for _, m := range list {
		byEvent[m.EventID] = append(byEvent[m.EventID], m)
	}
	return byEvent, err
}

// Withheld counts the recordings of the event and of its sessions that may not be shown now.
func (store MaterialQuery) Withheld(e *Event) (int, error) {
	var n int64
	err := store.q.g.Model(&Material{}).Where("event_id = ?", e.ID).Not(mayBeShown).Count(&n).Error
	return int(n), err
}

// Replace stores the materials of an event in the order given, in place of those that it had.
func (store MaterialStore) Replace(e *Event, list []Material) error {
	if err := store.tx.g.Where("event_id = ?", e.ID).Delete(&Material{}).Error; err != nil || len(list) == 0 {
		return err
	}
	for i := range list {
		list[i].EventID, list[i].Position = e.ID, i
		if list[i].ID == "" {
			list[i].ID = NewID()
		}
	}
	return store.tx.g.CreateInBatches(&list, insertBatch).Error
}
