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

// OfEvent lists the materials of the event and of its sessions, in order.
func (store MaterialQuery) OfEvent(e *Event) ([]Material, error) {
	var list []Material
	err := store.q.g.Where("event_id = ?", e.ID).Order("position, id").Find(&list).Error
	return list, err
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
