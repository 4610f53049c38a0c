package models

// Recorded are the sessions that are recorded and take place.
func Recorded(sessions []Session) (list []Session) {
	for _, s := range sessions {
		if s.Recorded && s.CancelledAt == nil {
			list = append(list, s)
		}
	}
	return list
}

// AvoidsCameras reports whether the person does not want to be in photographs or recordings.
func (r *Registration) AvoidsCameras() bool { return r.Photo == PhotoNo || r.Recording == PhotoNo }

// SetRecording records what a registration's person says to being in a recording.
func (store RegistrationStore) SetRecording(r *Registration, answer PhotoConsent) error {
	return store.tx.g.Model(&Registration{}).Where("id = ? AND erased_at IS NULL", r.ID).
		Updates(map[string]any{"recording": answer, "recording_at": store.tx.Now, "updated_at": store.tx.Now}).Error
}

// maxRefusing is how many people a page names.
const maxRefusing = 200

// RefuseRecording lists those of an event who do not want to be in a recording, who said so last first.
func (store RegistrationQuery) RefuseRecording(e *Event) ([]Registration, error) {
	var list []Registration
	err := store.q.g.Where("event_id = ? AND recording = ? AND "+isLive, e.ID, PhotoNo).
		Order("recording_at DESC, id").Limit(maxRefusing).Find(&list).Error
	return list, err
}
