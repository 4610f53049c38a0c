package models

// PhotoConsent is whether a person may be photographed at an event.
type PhotoConsent string

// The answers.
const (
	PhotoUnasked PhotoConsent = ""
	PhotoYes     PhotoConsent = "yes"
	PhotoNo      PhotoConsent = "no"
)

// PhotoConsents are those that a person chooses from.
var PhotoConsents = []PhotoConsent{PhotoYes, PhotoNo}

// SetPhoto records whether a registration's person may be photographed.
func (store RegistrationStore) SetPhoto(r *Registration, answer PhotoConsent) error {
	return store.tx.g.Model(&Registration{}).Where("id = ? AND erased_at IS NULL", r.ID).
		Updates(map[string]any{"photo": answer, "updated_at": store.tx.Now}).Error
}
