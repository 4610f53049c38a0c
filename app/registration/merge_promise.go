package registration

import "meguri/models"

// mergePromises gives the one that stays the promise of the one that was merged. Where both promised something, the
// later one stands, as when a person writes theirs anew. A sealed one is sealed again: its text belongs to a
// registration.
func (d Duplicates) mergePromises(tx *models.Tx, kept, merged *models.Registration) error {
	theirs, err := tx.Promises().OfRegistration(merged)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	ours, err := tx.Promises().OfRegistration(kept)
	switch {
	case models.CodeOf(err) == models.CodeNotFound:
	case err != nil:
		return err
	case !theirs.UpdatedAt.After(ours.UpdatedAt):
		return tx.Promises().Delete(merged)
	default:
		if err := tx.Promises().Delete(kept); err != nil {
			return err
		}
	}
	text := theirs.Text
	if theirs.Sealed {
		if text, err = d.s.links.Unseal(merged.ID, text); err != nil {
			return err
		}
		if text, err = d.s.links.Seal(kept.ID, text); err != nil {
			return err
		}
	}
	return tx.Promises().Move(theirs, kept, text)
}
