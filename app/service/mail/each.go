package mail

import "meguri/models"

// QueueEach queues a mail to each of the accounts, once for a cause; data is what it says, in the person's language.
func QueueEach(
	tx *models.Tx, accounts []models.Account, kind, cause string, data func(lang string) map[string]string,
) error {
	for i := range accounts {
		to := &accounts[i]
		err := tx.Mails().Queue(&models.Mail{
			Cause: kind + ":" + cause + ":" + to.ID, Kind: kind, AccountID: &to.ID, ToAddress: to.Email, ToName: to.Name,
			Locale: to.Locale, Data: data(to.Locale),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
